#include "config_overlay.h"

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {

namespace {

bool writes_config_back(const Json& node) {
    if (node.is_array()) {
        for (const Json& item : node.as_array()) {
            if (writes_config_back(item)) {
                return true;
            }
        }
        return false;
    }
    if (!node.is_object()) {
        return false;
    }
    const Json* updater = node.find("refresh_token_updater");
    const std::string_view type = type_of(node);
    if (updater != nullptr && !updater->is_null() && (type == "OAuthAuthenticator" || type == "CustomAuthenticator")) {
        return true;
    }
    for (const Json::Member& member : node.as_object()) {
        if (writes_config_back(member.value)) {
            return true;
        }
    }
    return false;
}

void collect_secrets(const Json& schema, const Json& value, std::vector<std::string>& secrets) {
    if (!schema.is_object()) {
        return;
    }
    if (schema.boolean_or("airbyte_secret", false)) {
        if (!value.is_null() && !value.is_object() && !value.is_array()) {
            secrets.push_back(python_str(value));
        }
        return;
    }
    const Json* properties = schema.find("properties");
    if (properties != nullptr && properties->is_object() && value.is_object()) {
        for (const Json::Member& property : properties->as_object()) {
            if (const Json* held = value.find(property.key); held != nullptr) {
                collect_secrets(property.value, *held, secrets);
            }
        }
    }
    for (const std::string_view key : {"oneOf", "anyOf", "allOf"}) {
        const Json* branches = schema.find(key);
        if (branches == nullptr || !branches->is_array()) {
            continue;
        }
        for (const Json& branch : branches->as_array()) {
            collect_secrets(branch, value, secrets);
        }
    }
}

}  // namespace

Result<Json> config_for_check(const Json& manifest, const Json& check, const Json& config) {
    const Json* overrides = check.find("config_overrides");
    if (overrides == nullptr || !overrides->is_object() || overrides->size() == 0) {
        return config;
    }
    for (const Json::Member& member : overrides->as_object()) {
        if (member.key.starts_with("__airbyte")) {
            return traced_error(FailureType::system_error,
                                "manifest: check overrides the reserved config key \"" + member.key + "\"");
        }
    }
    if (writes_config_back(manifest)) {
        return traced_error(
            FailureType::system_error,
            "manifest: config_overrides cannot be used with a refresh_token_updater: the overrides would "
            "be saved as the connection's configuration");
    }
    Json overlaid = config.is_object() ? config : Json::object();
    for (const Json::Member& member : overrides->as_object()) {
        overlaid.set(member.key, member.value);
    }
    return overlaid;
}

std::vector<std::string> secrets_in(const Json& specification, const Json& config) {
    std::vector<std::string> secrets;
    collect_secrets(specification, config, secrets);
    return secrets;
}

}  // namespace levada::airbyte
