#include "levada/airbyte/components/authenticator.h"

namespace levada::airbyte {

void Authenticator::observe(const HttpRequest& /*request*/, const HttpResponse& /*response*/) {}

bool Authenticator::has_alternative(const HttpRequest& /*request*/) const {
    return false;
}

Result<void> Authenticator::refresh() {
    return Error(ErrorCode::unsupported, "this authenticator has no token to refresh");
}

}  // namespace levada::airbyte
