#include "schema_normalizer.h"

#include "python_number.h"
#include "text_case.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "levada/airbyte/components/python_json.h"

namespace levada::airbyte {

namespace {

/// Deepest nesting of record and schema that is followed.
constexpr int kDepthMax = 200;
/// From here on a float does not fit into 64 bits as an integer.
constexpr double kIntegerLimit = 9223372036854775808.0;
/// Digits, sign and end of the longest float without a fraction.
constexpr std::size_t kFloatDigitsMax = 320;

std::string_view strip(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n\f\v");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n\f\v") - begin + 1);
}

/// distutils.util.strtobool.
std::optional<bool> truth_of_text(std::string_view text) {
    constexpr std::array<std::string_view, 6> kTrue{"y", "yes", "t", "true", "on", "1"};
    constexpr std::array<std::string_view, 6> kFalse{"n", "no", "f", "false", "off", "0"};
    const std::string lowered = lower_case(text);
    const std::string_view word = strip(lowered);
    if (std::find(kTrue.begin(), kTrue.end(), word) != kTrue.end()) {
        return true;
    }
    if (std::find(kFalse.begin(), kFalse.end(), word) != kFalse.end()) {
        return false;
    }
    return std::nullopt;
}

bool is_simple_type(std::string_view name) {
    return name == "string" || name == "number" || name == "integer" || name == "boolean" || name == "null";
}

/// True when a scalar may stand where a list of `items` is declared.
bool takes_scalars(const Json& subschema) {
    const Json* items = subschema.find("items");
    const Json* type = items != nullptr && items->is_object() ? items->find("type") : nullptr;
    if (type == nullptr) {
        return true;
    }
    // A single type name counts by its letters in the CDK, so it never fits.
    return type->is_array() && std::all_of(type->as_array().begin(), type->as_array().end(), [](const Json& name) {
               return name.is_string() && is_simple_type(name.as_string());
           });
}

std::optional<Json> to_integer(const Json& value) {
    if (value.kind() == Json::Kind::big_integer) {
        return value;
    }
    if (value.kind() == Json::Kind::number && std::abs(value.as_double()) >= kIntegerLimit &&
        std::isfinite(value.as_double())) {
        // Python's integers have no limit.
        std::array<char, kFloatDigitsMax> digits{};
        const int size = std::snprintf(digits.data(), digits.size(), "%.0f", value.as_double());
        Result<Json> whole = parse_json(std::string_view(digits.data(), static_cast<std::size_t>(size)));
        return whole.has_value() ? std::optional<Json>(std::move(whole).value()) : std::nullopt;
    }
    Result<std::int64_t> number = python_int(value, "value");
    return number.has_value() ? std::optional<Json>(Json(*number)) : std::nullopt;
}

std::optional<Json> to_number(const Json& value) {
    Result<double> number = python_float(value, "value");
    return number.has_value() ? std::optional<Json>(Json(*number)) : std::nullopt;
}

std::optional<Json> to_boolean(const Json& value) {
    if (!value.is_string()) {
        return Json(python_truth(value));
    }
    const std::optional<bool> truth = truth_of_text(value.as_string());
    return truth ? std::optional<Json>(Json(*truth)) : std::nullopt;
}

/// The one type besides null that the subschema declares; empty when there is none or several.
std::string_view target_type(const Json& subschema) {
    const Json* type = subschema.find("type");
    if (type == nullptr) {
        return {};
    }
    if (type->is_string()) {
        return type->as_string();
    }
    std::string_view only;
    if (!type->is_array()) {
        return only;
    }
    for (const Json& name : type->as_array()) {
        if (!name.is_string() || name.as_string() == "null") {
            continue;
        }
        if (!only.empty()) {
            return {};
        }
        only = name.as_string();
    }
    return only;
}

bool may_be_null(const Json& subschema) {
    const Json* type = subschema.find("type");
    if (type == nullptr) {
        return false;
    }
    if (type->is_string()) {
        return type->as_string().find("null") != std::string::npos;
    }
    return type->is_array() && std::any_of(type->as_array().begin(), type->as_array().end(), [](const Json& name) {
               return name == Json("null");
           });
}

std::optional<Json> converted(const Json& value, const Json& subschema) {
    if (!subschema.is_object() || (value.is_null() && may_be_null(subschema))) {
        return std::nullopt;
    }
    const std::string_view type = target_type(subschema);
    if (type == "string") {
        return value.is_string() ? std::nullopt : std::optional<Json>(Json(python_str(value)));
    }
    if (type == "number") {
        return to_number(value);
    }
    if (type == "integer") {
        return value.is_integer() ? std::nullopt : to_integer(value);
    }
    if (type == "boolean") {
        return value.is_boolean() ? std::nullopt : to_boolean(value);
    }
    if (type == "array" && !value.is_array() && !value.is_object() && takes_scalars(subschema)) {
        return Json::array({value});
    }
    return std::nullopt;
}

class Normalizer {
public:
    explicit Normalizer(const Json& root) : root_(root) {}

    Result<bool> visit(Json& value, const Json& schema, int depth) {
        if (!schema.is_object() || depth > kDepthMax) {
            return false;
        }
        if (const Json* reference = schema.find("$ref"); reference != nullptr) {
            LEVADA_TRY(const Json* target, look_up(*reference));
            return visit(value, *target, depth + 1);
        }
        bool is_changed = false;
        const Json* properties = schema.find("properties");
        if (properties != nullptr && value.is_object() && properties->is_object()) {
            LEVADA_TRY(const bool changed, visit_members(value, *properties, depth));
            is_changed = is_changed || changed;
        }
        const Json* items = schema.find("items");
        if (items != nullptr && value.is_array() && items->is_object()) {
            LEVADA_TRY(const bool changed, visit_items(value, *items, depth));
            is_changed = is_changed || changed;
        }
        return is_changed;
    }

private:
    static bool convert(Json& value, const Json& subschema) {
        std::optional<Json> made = converted(value, subschema);
        if (!made) {
            return false;
        }
        value = std::move(*made);
        return true;
    }

    Result<bool> visit_members(Json& value, const Json& properties, int depth) {
        bool is_changed = false;
        for (const Json::Member& property : properties.as_object()) {
            Json* held = value.find(property.key);
            if (held == nullptr) {
                continue;
            }
            is_changed = convert(*held, property.value) || is_changed;
            LEVADA_TRY(const bool changed, visit(*held, property.value, depth + 1));
            is_changed = is_changed || changed;
        }
        return is_changed;
    }

    Result<bool> visit_items(Json& value, const Json& items, int depth) {
        bool is_changed = false;
        for (Json& item : value.as_array()) {
            is_changed = convert(item, items) || is_changed;
            LEVADA_TRY(const bool changed, visit(item, items, depth + 1));
            is_changed = is_changed || changed;
        }
        return is_changed;
    }

    Result<const Json*> look_up(const Json& reference) const {
        const Json* at = &root_;
        std::string_view path = reference.is_string() ? std::string_view(reference.as_string()) : std::string_view();
        if (!path.starts_with("#")) {
            return Error(ErrorCode::invalid_data, "schema: the reference " + reference.dump() + " is not resolved");
        }
        path.remove_prefix(std::min<std::size_t>(path.size(), 2));
        while (!path.empty() && at != nullptr) {
            const std::size_t slash = path.find('/');
            at = at->find(path.substr(0, slash));
            path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
        }
        if (at == nullptr) {
            return Error(ErrorCode::invalid_data, "schema: the reference " + reference.dump() + " leads nowhere");
        }
        return at;
    }

    const Json& root_;
};

}  // namespace

Result<bool> normalize_by_schema(Json& record, const Json& schema) {
    return Normalizer(schema).visit(record, schema, 0);
}

}  // namespace levada::airbyte
