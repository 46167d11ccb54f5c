#include "auth_specification.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace levada::airbyte {
namespace {

constexpr auto kAuth = std::to_array<std::string_view>(
    {"auth_flow_type", "predicate_key", "predicate_value", "oauth_config_specification"});
constexpr auto kConfig = std::to_array<std::string_view>({"oauth_user_input_from_connector_config_specification",
                                                          "oauth_connector_input_specification",
                                                          "complete_oauth_output_specification",
                                                          "complete_oauth_server_input_specification",
                                                          "complete_oauth_server_output_specification"});
constexpr auto kInput = std::to_array<std::string_view>({"consent_url",
                                                         "access_token_url",
                                                         "scope",
                                                         "scopes",
                                                         "optional_scopes",
                                                         "scopes_join_strategy",
                                                         "access_token_headers",
                                                         "access_token_params",
                                                         "extract_output",
                                                         "state",
                                                         "client_id_key",
                                                         "client_secret_key",
                                                         "scope_key",
                                                         "state_key",
                                                         "auth_code_key",
                                                         "redirect_uri_key",
                                                         "token_expiry_key"});
constexpr auto kState = std::to_array<std::string_view>({"min", "max"});

Json only(const Json& given, std::span<const std::string_view> names) {
    if (!given.is_object()) {
        return given;
    }
    Json kept = Json::object();
    for (const Json::Member& member : given.as_object()) {
        if (std::find(names.begin(), names.end(), member.key) != names.end()) {
            kept.set(member.key, member.value);
        }
    }
    return kept;
}

/// The value under `key`, with nothing but `names` in it; null where there is none.
Json* narrowed(Json* within, std::string_view key, std::span<const std::string_view> names) {
    Json* held = within == nullptr ? nullptr : within->find(key);
    if (held != nullptr) {
        *held = only(*held, names);
    }
    return held;
}

}  // namespace

Result<Json> auth_specification(const Json& advanced_auth) {
    Json auth = only(advanced_auth, kAuth);
    const Json* flow = auth.find("auth_flow_type");
    if (flow == nullptr || flow->is_null()) {
        return Error(ErrorCode::invalid_config, "manifest: advanced_auth: \"auth_flow_type\" is missing");
    }
    Json* config = narrowed(&auth, "oauth_config_specification", kConfig);
    Json* input = narrowed(config, "oauth_connector_input_specification", kInput);
    narrowed(input, "state", kState);
    if (input != nullptr && input->is_object() && !input->contains("scopes_join_strategy")) {
        input->set("scopes_join_strategy", Json("space"));
    }
    return auth;
}

}  // namespace levada::airbyte
