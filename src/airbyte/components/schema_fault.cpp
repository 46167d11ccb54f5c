#include "schema_fault.h"

#include "python_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace levada::airbyte {
namespace {

constexpr int kDepthMax = 200;

using Fault = std::optional<std::string>;

enum class Draft : std::uint8_t { draft_3, draft_4, draft_6, draft_7, draft_2019, draft_2020 };

/// What a keyword may hold.
enum class Shape : std::uint8_t {
    text,
    regex,
    flag,
    number,
    positive,
    count,
    list,
    choices,
    names,
    types,
    schema,
    schemas,
    schema_or_schemas,
    schema_or_flag,
    schema_map,
    pattern_map,
    names_map,
    dependency_map,
};

struct Keyword {
    std::string_view name;
    Shape shape;
    Draft first = Draft::draft_4;
    Draft last = Draft::draft_2020;
};

constexpr Keyword kKeywords[] = {
    {"id", Shape::text, Draft::draft_4, Draft::draft_4},
    {"$id", Shape::text, Draft::draft_6},
    {"$schema", Shape::text},
    {"$ref", Shape::text, Draft::draft_6},
    {"$comment", Shape::text, Draft::draft_7},
    {"title", Shape::text},
    {"description", Shape::text},
    {"format", Shape::text},
    {"contentMediaType", Shape::text, Draft::draft_7},
    {"contentEncoding", Shape::text, Draft::draft_7},
    {"pattern", Shape::regex},
    {"readOnly", Shape::flag, Draft::draft_7},
    {"writeOnly", Shape::flag, Draft::draft_2019},
    {"deprecated", Shape::flag, Draft::draft_2019},
    {"uniqueItems", Shape::flag},
    {"exclusiveMinimum", Shape::flag, Draft::draft_4, Draft::draft_4},
    {"exclusiveMaximum", Shape::flag, Draft::draft_4, Draft::draft_4},
    {"exclusiveMinimum", Shape::number, Draft::draft_6},
    {"exclusiveMaximum", Shape::number, Draft::draft_6},
    {"minimum", Shape::number},
    {"maximum", Shape::number},
    {"multipleOf", Shape::positive},
    {"minLength", Shape::count},
    {"maxLength", Shape::count},
    {"minItems", Shape::count},
    {"maxItems", Shape::count},
    {"minProperties", Shape::count},
    {"maxProperties", Shape::count},
    {"minContains", Shape::count, Draft::draft_2019},
    {"maxContains", Shape::count, Draft::draft_2019},
    {"examples", Shape::list, Draft::draft_6},
    {"enum", Shape::choices, Draft::draft_4, Draft::draft_4},
    {"enum", Shape::list, Draft::draft_6},
    {"required", Shape::names},
    {"type", Shape::types},
    {"contains", Shape::schema, Draft::draft_6},
    {"propertyNames", Shape::schema, Draft::draft_6},
    {"if", Shape::schema, Draft::draft_7},
    {"then", Shape::schema, Draft::draft_7},
    {"else", Shape::schema, Draft::draft_7},
    {"not", Shape::schema},
    {"contentSchema", Shape::schema, Draft::draft_2019},
    {"unevaluatedItems", Shape::schema, Draft::draft_2019},
    {"unevaluatedProperties", Shape::schema, Draft::draft_2019},
    {"items", Shape::schema_or_schemas, Draft::draft_4, Draft::draft_2019},
    {"items", Shape::schema, Draft::draft_2020},
    {"additionalItems", Shape::schema_or_flag, Draft::draft_4, Draft::draft_2019},
    {"additionalProperties", Shape::schema_or_flag},
    {"allOf", Shape::schemas},
    {"anyOf", Shape::schemas},
    {"oneOf", Shape::schemas},
    {"prefixItems", Shape::schemas, Draft::draft_2020},
    {"properties", Shape::schema_map},
    {"definitions", Shape::schema_map},
    {"$defs", Shape::schema_map, Draft::draft_2019},
    {"dependentSchemas", Shape::schema_map, Draft::draft_2019},
    {"patternProperties", Shape::schema_map, Draft::draft_4, Draft::draft_4},
    {"patternProperties", Shape::pattern_map, Draft::draft_6},
    {"dependentRequired", Shape::names_map, Draft::draft_2019},
    {"dependencies", Shape::dependency_map},
};

constexpr std::string_view kTypes[] = {"array", "boolean", "integer", "null", "number", "object", "string"};

Draft draft_of(const Json& schema) {
    struct Dialect {
        std::string_view uri;
        Draft draft;
    };
    constexpr Dialect kDialects[] = {
        {"http://json-schema.org/draft-03/schema", Draft::draft_3},
        {"http://json-schema.org/draft-04/schema", Draft::draft_4},
        {"http://json-schema.org/draft-06/schema", Draft::draft_6},
        {"http://json-schema.org/draft-07/schema", Draft::draft_7},
        {"https://json-schema.org/draft/2019-09/schema", Draft::draft_2019},
    };
    const Json* named = schema.is_object() ? schema.find("$schema") : nullptr;
    std::string_view uri = named != nullptr && named->is_string() ? std::string_view(named->as_string()) : "";
    if (uri.ends_with('#')) {
        uri.remove_suffix(1);
    }
    const auto* found = std::find_if(
        std::begin(kDialects), std::end(kDialects), [&](const Dialect& dialect) { return dialect.uri == uri; });
    return found == std::end(kDialects) ? Draft::draft_2020 : found->draft;
}

bool is_simple_type(const Json& value) {
    return value.is_string() && std::find(std::begin(kTypes), std::end(kTypes), value.as_string()) != std::end(kTypes);
}

/// 1 and True are one value in Python and two in a JSON schema.
bool are_unique(const Json::Array& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (items[i].is_boolean() == items[j].is_boolean() && items[i] == items[j]) {
                return false;
            }
        }
    }
    return true;
}

/// A pattern that only our engine does not have counts as one.
bool is_regex(const std::string& pattern) {
    const Result<PythonPattern> compiled = PythonPattern::compile(pattern);
    return compiled.has_value() || compiled.error().code() == ErrorCode::unsupported;
}

bool is_count(const Json& value) {
    return value.is_number() && value.as_double() >= 0 && std::floor(value.as_double()) == value.as_double();
}

class Metaschema {
public:
    explicit Metaschema(Draft draft) : draft_(draft) {}

    Fault check(const Json& schema, const std::string& place, int depth) const {
        if (schema.is_boolean() && draft_ != Draft::draft_4) {
            return {};
        }
        if (!schema.is_object()) {
            return place + ": is no schema";
        }
        if (depth > kDepthMax) {
            return {};
        }
        for (const Keyword& keyword : kKeywords) {
            const Json* value = schema.find(keyword.name);
            if (value == nullptr || draft_ < keyword.first || draft_ > keyword.last) {
                continue;
            }
            std::string inner = place + "." + std::string(keyword.name);
            if (Fault fault = check_keyword(*value, keyword.shape, inner, depth); fault) {
                return fault;
            }
        }
        return {};
    }

private:
    Fault check_keyword(const Json& value, Shape shape, const std::string& place, int depth) const {
        switch (shape) {
            case Shape::schema:
                return check(value, place, depth + 1);
            case Shape::schemas:
                return check_schemas(value, place, depth);
            case Shape::schema_or_schemas:
                return value.is_array() ? check_schemas(value, place, depth) : check(value, place, depth + 1);
            case Shape::schema_or_flag:
                return value.is_boolean() ? Fault() : check(value, place, depth + 1);
            case Shape::schema_map:
            case Shape::pattern_map:
            case Shape::names_map:
            case Shape::dependency_map:
                return check_map(value, shape, place, depth);
            default:
                return fits(value, shape) ? Fault() : Fault(place + ": " + value.dump().substr(0, 100));
        }
    }

    bool fits(const Json& value, Shape shape) const {
        switch (shape) {
            case Shape::text:
                return value.is_string();
            case Shape::regex:
                return value.is_string() && is_regex(value.as_string());
            case Shape::flag:
                return value.is_boolean();
            case Shape::number:
                return value.is_number();
            case Shape::positive:
                return value.is_number() && value.as_double() > 0;
            case Shape::count:
                return is_count(value);
            default:
                return fits_list(value, shape);
        }
    }

    bool fits_list(const Json& value, Shape shape) const {
        switch (shape) {
            case Shape::choices:
                return value.is_array() && value.size() > 0 && are_unique(value.as_array());
            case Shape::names:
                return are_names(value);
            case Shape::types:
                return is_simple_type(value) || are_types(value);
            default:
                return value.is_array();
        }
    }

    static bool all(const Json& list, bool (*test)(const Json&)) {
        return std::all_of(list.as_array().begin(), list.as_array().end(), test);
    }

    static bool are_types(const Json& value) {
        return value.is_array() && value.size() > 0 && all(value, is_simple_type) && are_unique(value.as_array());
    }

    bool are_names(const Json& value) const {
        return value.is_array() && all(value, [](const Json& one) { return one.is_string(); }) &&
               are_unique(value.as_array()) && (value.size() > 0 || draft_ != Draft::draft_4);
    }

    Fault check_schemas(const Json& value, const std::string& place, int depth) const {
        if (!value.is_array() || value.size() == 0) {
            return place + ": is no list of schemas";
        }
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (Fault fault = check(value.as_array()[i], place + "[" + std::to_string(i) + "]", depth + 1); fault) {
                return fault;
            }
        }
        return {};
    }

    Fault check_map(const Json& value, Shape shape, const std::string& place, int depth) const {
        if (!value.is_object()) {
            return place + ": is no mapping";
        }
        for (const Json::Member& member : value.as_object()) {
            const std::string inner = place + "." + member.key;
            const bool may_be_names = shape == Shape::names_map || shape == Shape::dependency_map;
            if (may_be_names && are_names(member.value)) {
                continue;
            }
            if (shape == Shape::names_map || (shape == Shape::pattern_map && !is_regex(member.key))) {
                return inner + ": does not belong here";
            }
            if (Fault fault = check(member.value, inner, depth + 1); fault) {
                return fault;
            }
        }
        return {};
    }

    Draft draft_;
};

}  // namespace

std::optional<std::string> schema_fault(const Json& schema) {
    const Draft draft = draft_of(schema);
    return draft == Draft::draft_3 ? std::nullopt : Metaschema(draft).check(schema, "$", 0);
}

}  // namespace levada::airbyte
