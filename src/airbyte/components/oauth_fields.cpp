#include "oauth_fields.h"

#include "jwt_provider.h"

namespace levada::airbyte {
namespace {

constexpr std::string_view kJwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The field as a template; `fallback` where the CDK's `or` takes it.
Result<InterpolatedString> named(const FieldValues& fields, std::string_view name, std::string_view fallback) {
    const std::string given = fields.text(name);
    return InterpolatedString::make(
        given.empty() ? std::string(fallback) : given, fields.parameters(), fields.context());
}

Result<std::optional<InterpolatedString>> optional_text(const FieldValues& fields, std::string_view name) {
    if (!fields.has(name)) {
        return std::optional<InterpolatedString>();
    }
    LEVADA_TRY(InterpolatedString text, fields.interpolated(name));
    return std::optional(std::move(text));
}

Result<void> read_names(OAuthFields& read, const FieldValues& fields) {
    LEVADA_TRY(read.client_id_name, named(fields, "client_id_name", "client_id"));
    LEVADA_TRY(read.client_secret_name, named(fields, "client_secret_name", "client_secret"));
    LEVADA_TRY(read.refresh_token_name, named(fields, "refresh_token_name", "refresh_token"));
    LEVADA_TRY(read.access_token_name, named(fields, "access_token_name", "access_token"));
    LEVADA_TRY(read.expires_in_name, named(fields, "expires_in_name", "expires_in"));
    LEVADA_TRY(read.grant_type_name, named(fields, "grant_type_name", "grant_type"));
    LEVADA_TRY(read.grant_type, named(fields, "grant_type", "refresh_token"));
    return ok();
}

Result<void> read_assertion(OAuthFields& read, const FieldValues& fields) {
    if (!fields.boolean("use_profile_assertion") || fields.has("refresh_token_updater")) {
        return ok();
    }
    const Json* assertion = fields.json("profile_assertion");
    if (assertion == nullptr) {
        return fields.error("profile_assertion",
                            "'profile_assertion' is required when using the profile assertion flow.");
    }
    LEVADA_TRY(read.profile_assertion, make_jwt_provider(FieldValues(*assertion, fields.context())));
    LEVADA_TRY(read.grant_type,
               InterpolatedString::make(std::string(kJwtBearerGrant), fields.parameters(), fields.context()));
    return ok();
}

/// Source: DeclarativeOauth2Authenticator.__post_init__; the updater's variant has no such checks.
Result<void> check(const OAuthFields& read, const FieldValues& fields) {
    if (fields.has("refresh_token_updater")) {
        return ok();
    }
    if (read.profile_assertion == nullptr && (!read.client_id || !read.client_secret)) {
        return fields.error("client_id",
                            "OAuthAuthenticator configuration error: Both 'client_id' and 'client_secret' are required "
                            "for the basic OAuth flow.");
    }
    LEVADA_TRY(const std::string grant, read.grant_type.text(Scope()));
    if (grant == "refresh_token" && !read.refresh_token) {
        return fields.error("refresh_token",
                            "OAuthAuthenticator configuration error: A 'refresh_token' is required when the "
                            "'grant_type' is set to 'refresh_token'.");
    }
    return ok();
}

/// Evaluates a field of the form; absent and null ones are left out when the form is encoded.
Result<Json> value_of(const std::optional<InterpolatedString>& text) {
    if (!text || text->source().empty()) {
        return Json();
    }
    return text->eval(Scope());
}

/// Source: AbstractOauth2Authenticator._build_standard_refresh_args.
Result<Json> standard_arguments(const OAuthFields& fields,
                                const Json& header_values,
                                const std::optional<std::string>& refresh) {
    Json arguments = Json::object();
    LEVADA_TRY(const std::string grant_name, fields.grant_type_name.text(Scope()));
    LEVADA_TRY(const Json grant, fields.grant_type.eval(Scope()));
    arguments.set(grant_name, grant);
    if (!header_values.contains("Authorization")) {
        LEVADA_TRY(const std::string id_name, fields.client_id_name.text(Scope()));
        LEVADA_TRY(const Json id, value_of(fields.client_id));
        if (!python_truth(id)) {
            return Error(ErrorCode::invalid_config, "OAuthAuthenticator was unable to evaluate client_id parameter");
        }
        LEVADA_TRY(const std::string secret_name, fields.client_secret_name.text(Scope()));
        LEVADA_TRY(const Json secret, value_of(fields.client_secret));
        arguments.set(id_name, id);
        arguments.set(secret_name, secret);
    }
    LEVADA_TRY(const std::string token_name, fields.refresh_token_name.text(Scope()));
    arguments.set(token_name, refresh ? Json(*refresh) : Json());
    if (python_truth(fields.scopes)) {
        arguments.set("scopes", fields.scopes);
    }
    LEVADA_TRY(const Json more, fields.body.eval(Scope(), ValueTypes::any));
    if (more.is_object()) {
        for (const Json::Member& member : more.as_object()) {
            if (!arguments.contains(member.key)) {
                arguments.set(member.key, member.value);
            }
        }
    }
    return arguments;
}

Result<Json> assertion_arguments(const OAuthFields& fields) {
    Json arguments = Json::object();
    LEVADA_TRY(const std::string grant_name, fields.grant_type_name.text(Scope()));
    LEVADA_TRY(const Json grant, fields.grant_type.eval(Scope()));
    LEVADA_TRY(std::string assertion, fields.profile_assertion->token());
    arguments.set(grant_name, grant);
    arguments.set("assertion", Json(std::move(assertion)));
    return arguments;
}

}  // namespace

Result<OAuthFields> OAuthFields::make(const FieldValues& fields) {
    OAuthFields read;
    LEVADA_CHECK(read_names(read, fields));
    LEVADA_TRY(read.endpoint, optional_text(fields, "token_refresh_endpoint"));
    LEVADA_TRY(read.client_id, optional_text(fields, "client_id"));
    LEVADA_TRY(read.client_secret, optional_text(fields, "client_secret"));
    LEVADA_TRY(read.refresh_token, optional_text(fields, "refresh_token"));
    LEVADA_TRY(read.access_token_value, optional_text(fields, "access_token_value"));
    LEVADA_TRY(read.body,
               InterpolatedInput::make(fields.json("refresh_request_body"), fields.parameters(), fields.context()));
    LEVADA_TRY(read.headers,
               InterpolatedInput::make(fields.json("refresh_request_headers"), fields.parameters(), fields.context()));
    read.scopes = fields.has("scopes") ? *fields.json("scopes") : Json();
    read.is_sent_in_url = fields.boolean("send_refresh_request_as_query_params");
    read.is_expiry_a_date = !fields.text("token_expiry_date_format").empty();
    LEVADA_CHECK(read_assertion(read, fields));
    LEVADA_CHECK(check(read, fields));
    return read;
}

Result<TokenRequest> OAuthFields::request(const std::string& url, const std::optional<std::string>& refresh) const {
    TokenRequest made;
    made.url = url;
    LEVADA_TRY(Json header_values, headers.eval(Scope(), ValueTypes::any));
    made.headers = header_values.is_object() ? std::move(header_values) : Json::object();
    if (is_sent_in_url) {
        LEVADA_TRY(made.query, standard_arguments(*this, made.headers, refresh));
    }
    if (profile_assertion != nullptr) {
        LEVADA_TRY(made.form, assertion_arguments(*this));
    } else if (!is_sent_in_url) {
        LEVADA_TRY(made.form, standard_arguments(*this, made.headers, refresh));
    }
    return made;
}

Result<TokenAnswerNames> OAuthFields::answer_names() const {
    TokenAnswerNames names;
    LEVADA_TRY(names.access_token, access_token_name.text(Scope()));
    LEVADA_TRY(names.refresh_token, refresh_token_name.text(Scope()));
    LEVADA_TRY(names.expires_in, expires_in_name.text(Scope()));
    names.is_expiry_a_date = is_expiry_a_date;
    return names;
}

}  // namespace levada::airbyte
