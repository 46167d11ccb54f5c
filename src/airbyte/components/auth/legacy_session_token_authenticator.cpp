#include <map>
#include <mutex>
#include <tuple>

#include "levada/airbyte/components/authenticator.h"
#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/components/retry_gate.h"

namespace levada::airbyte {
namespace {

/// Tokens got by user and password, for all streams of a source. One stream at a time logs in, the others then have it.
/// Source: auth/token.py, cacheSessionTokenAuthenticator (a day; a sync is shorter).
struct SessionTokens {
    std::mutex mutex;
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::string> by_login;
};

/// The templates of the component.
struct LegacyTemplates {
    InterpolatedString api_url;
    InterpolatedString header;
    InterpolatedString session_token;
    InterpolatedString response_key;
    InterpolatedString user;
    InterpolatedString password;
    InterpolatedString login_url;
    InterpolatedString validate_url;
};

Error refused(std::string message) {
    return Error(ErrorCode::invalid_data, std::move(message));
}

/// Uses the token of the config while the server accepts it, else logs in.
/// Source: auth/token.py, LegacySessionTokenAuthenticator.
class LegacySessionTokenAuthenticator final : public Authenticator {
public:
    LegacySessionTokenAuthenticator(LegacyTemplates templates, SourceContext& source)
        : templates_(std::move(templates)), source_(source) {}

    Result<RequestParts> options() override {
        RequestParts parts;
        LEVADA_TRY(const std::string name, templates_.header.text(Scope()));
        if (!name.empty()) {
            LEVADA_TRY(std::string value, token());
            parts.headers.set(name, Json(std::move(value)));
        }
        return parts;
    }

    Result<void> sign(HttpRequest& request) override {
        LEVADA_TRY(const RequestParts parts, options());
        for (const Json::Member& header : parts.headers.as_object()) {
            request.headers.set(header.key, header.value.as_string());
        }
        return ok();
    }

private:
    Result<std::string> token() {
        LEVADA_TRY(const Json given, templates_.session_token.eval(Scope()));
        if (python_truth(given)) {
            LEVADA_TRY(const bool is_valid, is_accepted(python_str(given)));
            if (is_valid) {
                return python_str(given);
            }
        }
        LEVADA_TRY(const Json user, templates_.user.eval(Scope()));
        LEVADA_TRY(const Json password, templates_.password.eval(Scope()));
        if (!python_truth(user) || !python_truth(password)) {
            return refused("Invalid credentials: session token is not valid or provide username and password");
        }
        return login(user, password);
    }

    Result<std::string> url_of(const InterpolatedString& path) const {
        LEVADA_TRY(const std::string base, templates_.api_url.text(Scope()));
        LEVADA_TRY(const std::string rest, path.text(Scope()));
        return base + rest;
    }

    Result<HttpResponse> send(const HttpRequest& request) {
        source_.shared<RetryGateSlot>().note_request(request);
        return source_.http().send(request, Deadline::never());
    }

    Result<bool> is_accepted(const std::string& token) {
        HttpRequest request;
        LEVADA_TRY(request.url, url_of(templates_.validate_url));
        LEVADA_TRY(const std::string header, templates_.header.text(Scope()));
        request.headers.set(header, token);
        LEVADA_TRY(const HttpResponse response, send(request));
        constexpr int kUnauthorized = 401;
        if (response.status == kUnauthorized) {
            return false;
        }
        if (response.status >= 400) {
            return refused("Error while validating session token: status " + std::to_string(response.status));
        }
        return true;
    }

    Result<std::string> login(const Json& user, const Json& password) {
        LEVADA_TRY(const std::string url, url_of(templates_.login_url));
        LEVADA_TRY(const std::string key, templates_.response_key.text(Scope()));
        auto& tokens = source_.shared<SessionTokens>();
        const std::scoped_lock lock(tokens.mutex);
        std::string& held = tokens.by_login[{url, python_str(user), python_str(password), key}];
        if (!held.empty()) {
            return held;
        }
        HttpRequest request;
        request.method = "POST";
        request.url = url;
        request.headers.set("Content-Type", "application/json");
        request.body = Json::object({{"username", user}, {"password", password}}).dump();
        request.is_authentication = true;
        LEVADA_TRY(const HttpResponse response, send(request));
        if (response.status >= 400) {
            return refused("Failed to retrieve new session token, response code " + std::to_string(response.status));
        }
        LEVADA_TRY(const Json parsed, parse_json(response.body));
        const Json* token = parsed.find(key);
        if (token == nullptr) {
            return refused("the login response has no field \"" + key + "\"");
        }
        held = python_str(*token);
        return held;
    }

    LegacyTemplates templates_;
    SourceContext& source_;
};

Result<std::shared_ptr<Authenticator>> make_legacy(const FieldValues& fields) {
    const Json* requester = fields.context().requester_node;
    std::string base;
    for (const std::string_view name : {"url", "url_base"}) {
        if (base.empty() && requester != nullptr) {
            base = std::string(requester->string_or(name, ""));
        }
    }
    LegacyTemplates templates;
    LEVADA_TRY(templates.api_url, InterpolatedString::make(base, fields.parameters(), fields.context()));
    LEVADA_TRY(templates.header, fields.interpolated("header"));
    LEVADA_TRY(templates.session_token, fields.interpolated("session_token"));
    LEVADA_TRY(templates.response_key, fields.interpolated("session_token_response_key"));
    LEVADA_TRY(templates.user, fields.interpolated("username"));
    LEVADA_TRY(templates.password, fields.interpolated("password"));
    LEVADA_TRY(templates.login_url, fields.interpolated("login_url"));
    LEVADA_TRY(templates.validate_url, fields.interpolated("validate_session_url"));
    return std::make_shared<LegacySessionTokenAuthenticator>(std::move(templates), fields.context().source());
}

}  // namespace

ComponentSpec<Authenticator> spec_legacy_session_token_authenticator() {
    return {
        .type = "LegacySessionTokenAuthenticator",
        .summary = "Sends a session token of the config, or logs in for one; older form of SessionTokenAuthenticator.",
        .fields = {text_field("header").required().doc("Name of the header that takes the token."),
                   text_field("login_url").required().doc("Where the login goes, behind the requester's URL."),
                   text_field("session_token").doc("A token that is tried first."),
                   text_field("session_token_response_key").required().doc("Field of the login's answer."),
                   text_field("username").doc("User of the login."),
                   text_field("password").doc("Password of the login."),
                   text_field("validate_session_url").required().doc("Where the token is tried.")},
        .example =
            "type: LegacySessionTokenAuthenticator\n"
            "header: X-Session\n"
            "login_url: session\n"
            "session_token_response_key: id\n"
            "validate_session_url: user/current\n",
        .make = make_legacy,
    };
}

}  // namespace levada::airbyte
