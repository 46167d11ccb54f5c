#include "retriever_checks.h"
#include "token_provider.h"

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/requester.h"
#include "levada/base/civil_time.h"
#include "levada/base/iso_duration.h"

namespace levada::airbyte {
namespace {

/// To see whether there is a header, for its name, and for its value.
/// Source: AbstractHeaderAuthenticator.get_auth_header over ApiKeyAuthenticator.auth_header.
constexpr int kTimesAskedForHeader = 3;

/// What a login needs.
struct Login {
    std::shared_ptr<Requester> requester;
    std::vector<std::string> token_path;
    /// How long a token is good; nothing: a login for each request.
    std::optional<IsoDuration> lifetime;
    std::shared_ptr<Decoder> decoder;
};

/// Logs in and takes the token from the answer. Source: auth/token_provider.py, SessionTokenProvider.
class SessionTokenProvider final : public TokenProvider {
public:
    SessionTokenProvider(Login login, Clock& clock) : login_(std::move(login)), clock_(clock) {}

    Result<std::string> token() override {
        const bool is_fresh = login_.lifetime && expires_us_ && *expires_us_ >= now_us();
        if (!is_fresh) {
            LEVADA_CHECK(refresh());
        }
        return token_;
    }

private:
    std::int64_t now_us() const {
        return std::chrono::duration_cast<std::chrono::microseconds>(clock_.now().time_since_epoch()).count();
    }

    Result<void> refresh() {
        LEVADA_TRY(SendOutcome outcome, login_.requester->send(SendRequest()));
        if (!outcome.response) {
            return Error(ErrorCode::invalid_data, "Failed to get session token, response got ignored by requester");
        }
        LEVADA_TRY(const std::string_view body, outcome.response->first_body(*login_.decoder));
        LEVADA_TRY(const Json parsed, parse_json(body));
        LEVADA_TRY(const Json* found, dpath::get(parsed, dpath::glob_of_texts(login_.token_path)));
        if (found == nullptr || found->is_null()) {
            return Error(ErrorCode::invalid_data,
                         "Failed to get session token: the login response has no token at its path");
        }
        token_ = python_str(*found);
        if (login_.lifetime) {
            if (login_.lifetime->years != 0 || login_.lifetime->months != 0) {
                // Source: AirbyteDateTime.__add__ takes a timedelta only.
                return Error(ErrorCode::invalid_data,
                             "expiration_duration: wanted days or less, found years or months");
            }
            std::optional<CivilTime> expiry = civil_from_micros(now_us(), 0);
            if (!expiry || shift_by(*expiry, *login_.lifetime, 1) != ShiftOutcome::shifted) {
                return Error(ErrorCode::invalid_data, "expiration_duration leads outside the calendar");
            }
            expires_us_ = utc_micros(*expiry);
        }
        return ok();
    }

    Login login_;
    Clock& clock_;
    std::string token_;
    std::optional<std::int64_t> expires_us_;
};

/// Puts the session token into a template. Source: InterpolatedSessionTokenProvider.
class TemplatedSessionProvider final : public TokenProvider {
public:
    /// `times_asked`: how often the CDK asks for one token; without an expiry each time is a login.
    TemplatedSessionProvider(InterpolatedString text, std::shared_ptr<TokenProvider> session, int times_asked)
        : text_(std::move(text)), session_(std::move(session)), times_asked_(times_asked) {}

    Result<std::string> token() override {
        for (int time = 1; time < times_asked_; ++time) {
            LEVADA_CHECK(session_->token());
        }
        LEVADA_TRY(const std::string session, session_->token());
        const Json value(session);
        Scope scope;
        scope.json("session_token", value);
        return text_.text(scope);
    }

private:
    InterpolatedString text_;
    std::shared_ptr<TokenProvider> session_;
    int times_asked_;
};

Result<Login> login_of(const FieldValues& fields) {
    Login login;
    BuildContext context = fields.context();
    context.stream += "_login_requester";
    context.is_login = true;
    LEVADA_TRY(login.requester, build<Requester>(*fields.json("login_requester"), context));
    for (const Json* step : items_of(*fields.json("session_token_path"))) {
        login.token_path.push_back(python_str(*step));
    }
    if (const std::string text = fields.text("expiration_duration"); !text.empty()) {
        login.lifetime = parse_iso_duration(text);
        if (!login.lifetime) {
            return fields.error("expiration_duration", "wanted an ISO 8601 duration");
        }
    }
    LEVADA_TRY(login.decoder, fields.component<Decoder>("decoder"));
    if (login.decoder == nullptr) {
        login.decoder = plain_json_decoder();
    }
    return login;
}

Result<std::shared_ptr<Authenticator>> make_session_token(const FieldValues& fields) {
    LEVADA_CHECK(refuse_page_actions(fields, "login_requester"));
    LEVADA_TRY(Login login, login_of(fields));
    auto session = std::make_shared<SessionTokenProvider>(std::move(login), fields.context().clock());
    const Json& use = *fields.json("request_authentication");
    if (type_of(use) == "Bearer") {
        return std::make_shared<TokenAuthenticator>(session, RequestOption::authorization_header(), "Bearer ");
    }
    const std::string_view given = use.string_or("api_token", "");
    LEVADA_TRY(InterpolatedString text,
               InterpolatedString::make(
                   std::string(given.empty() ? "{{ session_token }}" : given), fields.parameters(), fields.context()));
    const Json* inject_into = use.find("inject_into");
    if (inject_into == nullptr) {
        return fields.error("request_authentication", "inject_into is missing");
    }
    LEVADA_TRY(RequestOption option, RequestOption::make(*inject_into, fields.context()));
    const int times_asked = option.inject_into() == InjectInto::header ? kTimesAskedForHeader : 1;
    return std::make_shared<TokenAuthenticator>(
        std::make_shared<TemplatedSessionProvider>(std::move(text), session, times_asked), std::move(option), "");
}

}  // namespace

ComponentSpec<Authenticator> spec_session_token_authenticator() {
    return {
        .type = "SessionTokenAuthenticator",
        .summary = "Logs in and sends the token of the answer.",
        .fields = {component_field("login_requester").required().of({"HttpRequester"}).doc("Sends the login."),
                   list_field("session_token_path").required().items(JsonTypes::text).doc("Where the token is."),
                   text_field("expiration_duration").unit("ISO 8601 duration").doc("How long a token is good."),
                   component_field("request_authentication")
                       .required()
                       .of({"ApiKey", "Bearer"})
                       .doc("How requests take the token."),
                   component_field("decoder").of({"JsonDecoder", "XmlDecoder"}).doc("Reads the login's answer.")},
        .example =
            "type: SessionTokenAuthenticator\n"
            "login_requester:\n"
            "  type: HttpRequester\n"
            "  url_base: https://api.example.test\n"
            "  path: login\n"
            "  http_method: POST\n"
            "session_token_path: [token]\n"
            "request_authentication:\n"
            "  type: Bearer\n",
        .make = make_session_token,
    };
}

}  // namespace levada::airbyte
