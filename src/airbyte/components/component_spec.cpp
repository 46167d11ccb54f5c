#include "levada/airbyte/components/component_spec.h"

#include <cmath>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

std::string to_string(JsonTypes types) {
    if (types == JsonTypes::any) {
        return "anything";
    }
    std::string names;
    const auto add = [&](JsonTypes one, std::string_view name) {
        if (has_type(types, one)) {
            names += names.empty() ? "" : " or ";
            names += name;
        }
    };
    add(JsonTypes::text, "text");
    add(JsonTypes::integer, "integer");
    add(JsonTypes::number, "number");
    add(JsonTypes::boolean, "boolean");
    add(JsonTypes::mapping, "mapping");
    add(JsonTypes::list, "list");
    add(JsonTypes::null, "null");
    return names;
}

std::string_view type_of(const Json& node) {
    return node.string_or("type", "");
}

std::vector<const Json*> items_of(const Json& node) {
    std::vector<const Json*> items;
    if (!node.is_array()) {
        items.push_back(&node);
        return items;
    }
    for (const Json& item : node.as_array()) {
        items.push_back(&item);
    }
    return items;
}

const Json& FieldValues::parameters() const {
    static const Json kNone = Json::object();
    const Json* parameters = node_.find("$parameters");
    return parameters != nullptr && parameters->is_object() ? *parameters : kNone;
}

const Json* FieldValues::json(std::string_view name) const {
    const Json* value = node_.find(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::string FieldValues::text(std::string_view name, std::string_view fallback) const {
    const Json* value = json(name);
    return value == nullptr ? std::string(fallback) : python_str(*value);
}

std::optional<std::string> FieldValues::optional_text(std::string_view name) const {
    const Json* value = json(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(python_str(*value));
}

std::int64_t FieldValues::integer(std::string_view name, std::int64_t fallback) const {
    const Json* value = json(name);
    if (value == nullptr) {
        return fallback;
    }
    if (value->is_integer()) {
        return value->as_integer();
    }
    return value->kind() == Json::Kind::number ? static_cast<std::int64_t>(std::trunc(value->as_double())) : fallback;
}

std::optional<double> FieldValues::number(std::string_view name) const {
    const Json* value = json(name);
    return value != nullptr && value->is_number() ? std::optional<double>(value->as_double()) : std::nullopt;
}

bool FieldValues::boolean(std::string_view name, bool fallback) const {
    const Json* value = json(name);
    return value == nullptr ? fallback : python_truth(*value);
}

Result<InterpolatedString> FieldValues::interpolated(std::string_view name) const {
    return InterpolatedString::make(text(name), parameters(), context_);
}

Result<InterpolatedBoolean> FieldValues::condition(std::string_view name) const {
    static const Json kNone;
    const Json* value = json(name);
    return InterpolatedBoolean::make(value == nullptr ? kNone : *value, parameters(), context_);
}

Error FieldValues::error(std::string_view field, std::string_view message) const {
    const Json* value = node_.find(field);
    const Json& place = value != nullptr && value->line() > 0 ? *value : node_;
    return context_.error_at(place,
                             ErrorCode::invalid_config,
                             std::string(type_of(node_)) + "." + std::string(field) + ": " + std::string(message));
}

Error unknown_component_error(std::string_view family, const Json& node, const BuildContext& context) {
    return context.error_at(
        node,
        ErrorCode::unsupported,
        "component type \"" + std::string(type_of(node)) + "\" is no " + std::string(family) + " that this build has");
}

}  // namespace levada::airbyte
