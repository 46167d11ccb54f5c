#include "token_provider.h"

#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

/// User and password as RFC 7617 encodes them. Source: auth/token.py, BasicHttpAuthenticator.
class BasicTokenProvider final : public TokenProvider {
public:
    BasicTokenProvider(InterpolatedString user, InterpolatedString password)
        : user_(std::move(user)), password_(std::move(password)) {}

    Result<std::string> token() override {
        LEVADA_TRY(const std::string user, user_.text(Scope()));
        LEVADA_TRY(const std::string password, password_.text(Scope()));
        return base64_encode(user + ":" + password);
    }

private:
    InterpolatedString user_;
    InterpolatedString password_;
};

}  // namespace

ComponentSpec<Authenticator> spec_basic_http_authenticator() {
    return {
        .type = "BasicHttpAuthenticator",
        .summary = "Sends user and password in the header Authorization: Basic.",
        .fields = {text_field("username").required().doc("The user."), text_field("password").doc("The password.")},
        .example =
            "type: BasicHttpAuthenticator\nusername: \"{{ config['user'] }}\"\npassword: \"{{ config['password'] "
            "}}\"\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Authenticator>> {
            LEVADA_TRY(InterpolatedString user, fields.interpolated("username"));
            LEVADA_TRY(InterpolatedString password, fields.interpolated("password"));
            return std::make_shared<TokenAuthenticator>(
                std::make_shared<BasicTokenProvider>(std::move(user), std::move(password)),
                RequestOption::authorization_header(),
                "Basic ");
        },
    };
}

}  // namespace levada::airbyte
