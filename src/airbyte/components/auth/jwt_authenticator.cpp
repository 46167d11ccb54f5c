#include "jwt_provider.h"
#include "jwt_sign.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/base/hash.h"
#include "levada/base/time.h"

namespace levada::airbyte {
namespace {

using OptionalText = std::optional<InterpolatedString>;

/// A claim or header of its own; one whose value is None is there, as null. Source: InterpolatedMapping.eval.
struct Claim {
    InterpolatedString name;
    OptionalText text;
    Json value;  // Where it is no text.
};

/// What the component was configured with.
struct JwtFields {
    InterpolatedString secret_key;
    std::string algorithm;
    bool is_key_encoded = false;
    std::int64_t duration_seconds = 0;
    OptionalText prefix;
    OptionalText passphrase;
    /// kid, typ, cty and iss, sub, aud, in this order.
    std::array<OptionalText, 3> header_values;
    std::array<OptionalText, 3> payload_values;
    std::vector<Claim> more_headers;
    std::vector<Claim> more_payload;
};

constexpr std::array<std::string_view, 3> kHeaderNames = {"kid", "typ", "cty"};
constexpr std::array<std::string_view, 3> kPayloadNames = {"iss", "sub", "aud"};

Error jwt_refused(const std::string& message) {
    return Error(ErrorCode::invalid_data, "Failed to sign token: " + message);
}

Scope jwt_scope() {
    Scope scope;
    scope.json_loads();
    return scope;
}

Result<Json> eval(const std::vector<Claim>& claims) {
    Json made = Json::object();
    for (const Claim& claim : claims) {
        LEVADA_TRY(const Json name, claim.name.eval_or_none(jwt_scope(), ValueTypes::any));
        Json value = claim.value;
        if (claim.text) {
            LEVADA_TRY(value, claim.text->eval_or_none(jwt_scope(), ValueTypes::any));
        }
        made.set(python_str(name), std::move(value));
    }
    return made;
}

/// Source: auth/jwt.py, JwtAuthenticator.
class JwtProvider final : public TokenProvider {
public:
    JwtProvider(JwtFields fields, Clock& clock) : fields_(std::move(fields)), clock_(clock) {}

    Result<std::string> token() override {
        LEVADA_TRY(const Json header, header_of_token());
        LEVADA_TRY(const Json payload, payload_of_token());
        LEVADA_TRY(std::string key, key_of_token());
        LEVADA_TRY(const std::string passphrase, passphrase_of_key());
        if (fields_.is_key_encoded && passphrase.empty()) {
            key = base64_encode(key);
        }
        LEVADA_TRY(std::string signed_token, sign_jwt(header, payload, key, passphrase));
        if (fields_.prefix) {
            LEVADA_TRY(const Json prefix, fields_.prefix->eval(jwt_scope()));
            if (python_truth(prefix)) {
                return python_str(prefix) + " " + signed_token;
            }
        }
        return signed_token;
    }

private:
    /// A key that looks like a number is one in the CDK, and no number signs; nor does an empty text.
    Result<std::string> key_of_token() const {
        LEVADA_TRY(const Json value, fields_.secret_key.eval(jwt_scope()));
        if (!value.is_string()) {
            return jwt_refused("Expected a string or bytes value");
        }
        if (value.as_string().empty()) {
            return jwt_refused("HMAC key must not be empty.");
        }
        return value.as_string();
    }

    Result<std::string> passphrase_of_key() const {
        if (!fields_.passphrase) {
            return std::string();
        }
        LEVADA_TRY(const Json value, fields_.passphrase->eval(jwt_scope()));
        return python_truth(value) ? python_str(value) : std::string();
    }

    static Result<void> check_reserved(const Json& given, std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            if (given.contains(name)) {
                return jwt_refused("'" + std::string(name) + "' is reserved and should not be set");
            }
        }
        return ok();
    }

    static Result<void> add(Json& target,
                            const std::array<std::string_view, 3>& names,
                            const std::array<OptionalText, 3>& values) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (const OptionalText& text = values.at(i)) {
                LEVADA_TRY(Json value, text->eval(jwt_scope()));
                target.set(names.at(i), std::move(value));
            }
        }
        return ok();
    }

    Result<Json> header_of_token() const {
        LEVADA_TRY(const Json more, eval(fields_.more_headers));
        LEVADA_CHECK(check_reserved(more, {"kid", "alg", "typ", "cty"}));
        // PyJWT names its own type first; it goes when an empty one is asked for.
        Json header = Json::object({{"typ", Json("JWT")}, {"alg", Json(fields_.algorithm)}});
        for (const Json::Member& member : more.as_object()) {
            header.set(member.key, member.value);
        }
        LEVADA_CHECK(add(header, kHeaderNames, fields_.header_values));
        if (!python_truth(*header.find("typ"))) {
            header.erase("typ");
        }
        const Json* key_id = header.find("kid");
        if (key_id != nullptr && !key_id->is_string()) {
            return jwt_refused("Key ID header parameter must be a string");
        }
        return header;
    }

    Result<Json> payload_of_token() const {
        LEVADA_TRY(Json payload, eval(fields_.more_payload));
        LEVADA_CHECK(check_reserved(payload, {"iss", "sub", "aud", "iat", "exp", "nbf"}));
        LEVADA_CHECK(add(payload, kPayloadNames, fields_.payload_values));
        const Json* issuer = payload.find("iss");
        if (issuer != nullptr && !issuer->is_string()) {
            return jwt_refused("Issuer (iss) must be a string.");
        }
        const std::int64_t now = to_milliseconds(clock_.now()) / 1000;
        payload.set("iat", Json(now));
        payload.set("exp", Json(now + fields_.duration_seconds));
        payload.set("nbf", Json(now));
        return payload;
    }

    JwtFields fields_;
    Clock& clock_;
};

/// The template at `key` of `mapping`; nothing where Python counts it as false.
Result<OptionalText> text_at(const Json* mapping, std::string_view key, const FieldValues& fields) {
    const Json* value = mapping == nullptr ? nullptr : mapping->find(key);
    if (value == nullptr || !python_truth(*value)) {
        return OptionalText();
    }
    LEVADA_TRY(InterpolatedString text,
               InterpolatedString::make(python_str(*value), fields.parameters(), fields.context()));
    return OptionalText(std::move(text));
}

Result<std::vector<Claim>> claims_of(std::string_view name, const FieldValues& fields) {
    std::vector<Claim> claims;
    const Json* mapping = fields.json(name);
    if (mapping == nullptr || !mapping->is_object()) {
        return claims;
    }
    for (const Json::Member& member : mapping->as_object()) {
        Claim claim;
        LEVADA_TRY(claim.name, InterpolatedString::make(member.key, fields.parameters(), fields.context()));
        claim.value = member.value;
        if (member.value.is_string()) {
            LEVADA_TRY(claim.text,
                       InterpolatedString::make(member.value.as_string(), fields.parameters(), fields.context()));
        }
        claims.push_back(std::move(claim));
    }
    return claims;
}

Result<void> read_names(JwtFields& read, const FieldValues& fields) {
    // Without jwt_headers, and with ones that name no type, the type is JWT. Source: JwtHeaders.typ.
    Json headers = fields.has("jwt_headers") ? *fields.json("jwt_headers") : Json::object();
    if (!headers.contains("typ")) {
        headers.set("typ", Json("JWT"));
    }
    for (std::size_t i = 0; i < kHeaderNames.size(); ++i) {
        LEVADA_TRY(read.header_values.at(i), text_at(&headers, kHeaderNames.at(i), fields));
        LEVADA_TRY(read.payload_values.at(i), text_at(fields.json("jwt_payload"), kPayloadNames.at(i), fields));
    }
    LEVADA_TRY(read.more_headers, claims_of("additional_jwt_headers", fields));
    LEVADA_TRY(read.more_payload, claims_of("additional_jwt_payload", fields));
    return ok();
}

Result<std::shared_ptr<Authenticator>> make_jwt(const FieldValues& fields) {
    LEVADA_TRY(std::shared_ptr<TokenProvider> provider, make_jwt_provider(fields));
    RequestOption option = RequestOption::authorization_header();
    if (fields.has("request_option")) {
        LEVADA_TRY(option, RequestOption::make(*fields.json("request_option"), fields.context()));
    }
    return std::make_shared<TokenAuthenticator>(std::move(provider), std::move(option), "");
}

}  // namespace

Result<std::shared_ptr<TokenProvider>> make_jwt_provider(const FieldValues& fields) {
    constexpr std::int64_t kDurationDefaultSeconds = 1200;
    JwtFields read;
    LEVADA_TRY(read.secret_key, fields.interpolated("secret_key"));
    read.algorithm = fields.text("algorithm");
    read.is_key_encoded = fields.boolean("base64_encode_secret_key");
    read.duration_seconds = fields.integer("token_duration", kDurationDefaultSeconds);
    LEVADA_TRY(read.prefix, text_at(&fields.node(), "header_prefix", fields));
    LEVADA_TRY(read.passphrase, text_at(&fields.node(), "passphrase", fields));
    LEVADA_CHECK(read_names(read, fields));
    return std::make_shared<JwtProvider>(std::move(read), fields.context().clock());
}

ComponentSpec<Authenticator> spec_jwt_authenticator() {
    return {
        .type = "JwtAuthenticator",
        .summary = "Sends a JSON Web Token that it signs for each request.",
        .fields = {text_field("secret_key").required().doc("Key that signs: text for HS*, else a private key in PEM."),
                   boolean_field("base64_encode_secret_key").doc("Whether the key is encoded as base64 first."),
                   text_field("algorithm")
                       .required()
                       .one_of({"HS256",
                                "HS384",
                                "HS512",
                                "ES256",
                                "ES256K",
                                "ES384",
                                "ES512",
                                "RS256",
                                "RS384",
                                "RS512",
                                "PS256",
                                "PS384",
                                "PS512",
                                "EdDSA"})
                       .doc("How the token is signed."),
                   integer_field("token_duration").unit("seconds").doc("How long a token is good."),
                   text_field("header_prefix").doc("Word before the token."),
                   component_field("jwt_headers").of({"JwtHeaders"}).doc("kid, typ and cty of the token."),
                   mapping_field("additional_jwt_headers").doc("More headers of the token."),
                   component_field("jwt_payload").of({"JwtPayload"}).doc("iss, sub and aud of the token."),
                   mapping_field("additional_jwt_payload").doc("More claims of the token."),
                   text_field("passphrase").doc("Decrypts the private key."),
                   component_field("request_option").of({"RequestOption"}).doc("Where the token goes.")},
        .example = "type: JwtAuthenticator\nsecret_key: \"{{ config['key'] }}\"\nalgorithm: HS256\n",
        .make = make_jwt,
    };
}

}  // namespace levada::airbyte
