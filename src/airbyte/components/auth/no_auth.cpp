#include "levada/airbyte/components/authenticator.h"

namespace levada::airbyte {
namespace {

class NoAuth final : public Authenticator {
public:
    Result<RequestParts> options() override { return RequestParts(); }
    Result<void> sign(HttpRequest& /*request*/) override { return ok(); }
};

}  // namespace

ComponentSpec<Authenticator> spec_no_auth() {
    return {
        .type = "NoAuth",
        .summary = "Sends requests without credentials.",
        .fields = {},
        .example = "type: NoAuth\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Authenticator>> {
            return std::make_shared<NoAuth>();
        },
    };
}

}  // namespace levada::airbyte
