#include "json_schema.h"

#include "python_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <vector>

namespace levada::airbyte {

namespace {

constexpr int kSchemaDepthMax = 200;

using Violation = std::optional<std::string>;

bool is_type(const Json& value, std::string_view type) {
    if (type == "integer") {
        return value.kind() == Json::Kind::big_integer || value.is_integer() ||
               (value.kind() == Json::Kind::number && std::floor(value.as_double()) == value.as_double());
    }
    struct TypeTest {
        std::string_view type;
        bool is_met;
    };
    const TypeTest tests[] = {{"null", value.is_null()},
                              {"boolean", value.is_boolean()},
                              {"number", value.is_number()},
                              {"string", value.is_string()},
                              {"array", value.is_array()},
                              {"object", value.is_object()}};
    return std::any_of(
        std::begin(tests), std::end(tests), [&](const TypeTest& test) { return test.is_met && test.type == type; });
}

/// A pattern with what our engine does not have (conditionals) is not checked: refusing a valid configuration is worse.
Result<bool> pattern_search(const std::string& pattern, std::string_view text) {
    const Result<PythonPattern> compiled = PythonPattern::compile(pattern);
    if (!compiled.has_value()) {
        return compiled.error().code() == ErrorCode::unsupported ? Result<bool>(true) : compiled.error();
    }
    return compiled->search(text);
}

/// Python's equality counts True as 1; JSON schema does not.
bool same(const Json& a, const Json& b) {
    return a.is_boolean() == b.is_boolean() && a == b;
}

std::int64_t code_points(std::string_view text) {
    return std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

class Validator {
public:
    explicit Validator(const Json& root) : root_(root) {}

    Result<Violation> check(const Json& value, const Json& schema, const std::string& place, int depth) {
        if (schema.is_boolean()) {
            return schema.as_boolean() ? Violation() : Violation(place + ": nothing is allowed here");
        }
        if (!schema.is_object() || depth > kSchemaDepthMax) {
            return Violation();
        }
        using Rule = Result<Violation> (Validator::*)(const Json&, const Json&, const std::string&, int);
        for (const Rule rule : {&Validator::check_reference,
                                &Validator::check_value,
                                &Validator::check_number,
                                &Validator::check_text,
                                &Validator::check_object,
                                &Validator::check_array,
                                &Validator::check_combinations}) {
            LEVADA_TRY(Violation violation, (this->*rule)(value, schema, place, depth));
            if (violation) {
                return violation;
            }
        }
        return Violation();
    }

private:
    static std::string short_text(const Json& value) { return value.dump().substr(0, 100); }

    Result<Violation> check_reference(const Json& value, const Json& schema, const std::string& place, int depth) {
        const Json* reference = schema.find("$ref");
        if (reference == nullptr || !reference->is_string()) {
            return Violation();
        }
        std::string_view path = reference->as_string();
        if (!path.starts_with("#")) {
            return Error(ErrorCode::invalid_config, "schema: reference \"" + std::string(path) + "\" is not resolved");
        }
        path.remove_prefix(std::min<std::size_t>(2, path.size()));
        const Json* at = &root_;
        while (!path.empty() && at != nullptr) {
            const std::size_t slash = path.find('/');
            at = at->find(path.substr(0, slash));
            path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
        }
        if (at == nullptr) {
            return Error(ErrorCode::invalid_config,
                         "schema: reference \"" + reference->as_string() + "\" leads nowhere");
        }
        return check(value, *at, place, depth + 1);
    }

    Result<Violation> check_value(const Json& value, const Json& schema, const std::string& place, int /*depth*/) {
        if (const Json* type = schema.find("type"); type != nullptr) {
            bool fits = type->is_string() && is_type(value, type->as_string());
            if (type->is_array()) {
                fits = std::any_of(type->as_array().begin(), type->as_array().end(), [&](const Json& one) {
                    return one.is_string() && is_type(value, one.as_string());
                });
            }
            if (!fits) {
                return Violation(place + ": " + short_text(value) + " is not of type " + type->dump());
            }
        }
        if (const Json* constant = schema.find("const"); constant != nullptr && !same(*constant, value)) {
            return Violation(place + ": " + constant->dump() + " was expected");
        }
        const Json* choices = schema.find("enum");
        if (choices != nullptr && choices->is_array() &&
            std::none_of(choices->as_array().begin(), choices->as_array().end(), [&](const Json& one) {
                return same(one, value);
            })) {
            return Violation(place + ": " + short_text(value) + " is not one of " + choices->dump());
        }
        return Violation();
    }

    Result<Violation> check_number(const Json& value, const Json& schema, const std::string& place, int /*depth*/) {
        if (!value.is_number()) {
            return Violation();
        }
        const double number = value.as_double();
        const auto limit = [&](std::string_view key) -> std::optional<double> {
            const Json* held = schema.find(key);
            return held != nullptr && held->is_number() ? std::optional<double>(held->as_double()) : std::nullopt;
        };
        const auto least = limit("minimum");
        const auto most = limit("maximum");
        const auto above = limit("exclusiveMinimum");
        const auto below = limit("exclusiveMaximum");
        if ((least && number < *least) || (above && number <= *above)) {
            return Violation(place + ": " + short_text(value) + " is less than the minimum");
        }
        if ((most && number > *most) || (below && number >= *below)) {
            return Violation(place + ": " + short_text(value) + " is greater than the maximum");
        }
        const auto step = limit("multipleOf");
        if (step && *step != 0.0 && std::fabs(std::remainder(number, *step)) > 1e-9) {
            return Violation(place + ": " + short_text(value) + " is not a multiple of the step");
        }
        return Violation();
    }

    Result<Violation> check_text(const Json& value, const Json& schema, const std::string& place, int /*depth*/) {
        if (!value.is_string()) {
            return Violation();
        }
        const std::int64_t length = code_points(value.as_string());
        if (length < schema.integer_or("minLength", 0)) {
            return Violation(place + ": the text is too short");
        }
        if (const Json* most = schema.find("maxLength");
            most != nullptr && most->is_integer() && length > most->as_integer()) {
            return Violation(place + ": the text is too long");
        }
        const Json* pattern = schema.find("pattern");
        if (pattern == nullptr || !pattern->is_string()) {
            return Violation();
        }
        LEVADA_TRY(const bool is_found, pattern_search(pattern->as_string(), value.as_string()));
        return is_found ? Violation() : Violation(place + ": does not match " + pattern->dump());
    }

    Result<Violation> check_object(const Json& value, const Json& schema, const std::string& place, int depth) {
        if (!value.is_object()) {
            return Violation();
        }
        if (const Json* required = schema.find("required"); required != nullptr && required->is_array()) {
            for (const Json& name : required->as_array()) {
                if (name.is_string() && !value.contains(name.as_string())) {
                    return Violation(place + ": '" + name.as_string() + "' is a required property");
                }
            }
        }
        const auto size = static_cast<std::int64_t>(value.size());
        if (size < schema.integer_or("minProperties", 0) || size > schema.integer_or("maxProperties", INT64_MAX)) {
            return Violation(place + ": has too few or too many properties");
        }
        for (const Json::Member& member : value.as_object()) {
            LEVADA_TRY(Violation violation, check_member(member, schema, place, depth));
            if (violation) {
                return violation;
            }
        }
        return Violation();
    }

    Result<Violation> check_member(const Json::Member& member,
                                   const Json& schema,
                                   const std::string& place,
                                   int depth) {
        const std::string inner = place + "." + member.key;
        const Json* properties = schema.find("properties");
        const Json* own = properties == nullptr ? nullptr : properties->find(member.key);
        bool is_known = own != nullptr;
        if (own != nullptr) {
            LEVADA_TRY(Violation violation, check(member.value, *own, inner, depth + 1));
            if (violation) {
                return violation;
            }
        }
        if (const Json* patterns = schema.find("patternProperties"); patterns != nullptr && patterns->is_object()) {
            for (const Json::Member& pattern : patterns->as_object()) {
                LEVADA_TRY(const bool is_match, pattern_search(pattern.key, member.key));
                if (!is_match) {
                    continue;
                }
                is_known = true;
                LEVADA_TRY(Violation violation, check(member.value, pattern.value, inner, depth + 1));
                if (violation) {
                    return violation;
                }
            }
        }
        const Json* additional = schema.find("additionalProperties");
        if (is_known || additional == nullptr) {
            return Violation();
        }
        if (*additional == Json(false) && additional->is_boolean()) {
            return Violation(place + ": additional property '" + member.key + "' is not allowed");
        }
        return check(member.value, *additional, inner, depth + 1);
    }

    Result<Violation> check_array(const Json& value, const Json& schema, const std::string& place, int depth) {
        if (!value.is_array()) {
            return Violation();
        }
        const Json::Array& items = value.as_array();
        const auto size = static_cast<std::int64_t>(items.size());
        if (size < schema.integer_or("minItems", 0) || size > schema.integer_or("maxItems", INT64_MAX)) {
            return Violation(place + ": has too few or too many items");
        }
        const Json* unique = schema.find("uniqueItems");
        if (unique != nullptr && *unique == Json(true)) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                if (std::any_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), [&](const Json& other) {
                        return same(other, items[i]);
                    })) {
                    return Violation(place + ": has items that are not unique");
                }
            }
        }
        const Json* item_schema = schema.find("items");
        if (item_schema == nullptr) {
            return Violation();
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Json* own = item_schema;
            if (item_schema->is_array()) {
                own = i < item_schema->size() ? &item_schema->as_array()[i] : nullptr;
            }
            if (own == nullptr) {
                break;
            }
            LEVADA_TRY(Violation violation, check(items[i], *own, place + "[" + std::to_string(i) + "]", depth + 1));
            if (violation) {
                return violation;
            }
        }
        return Violation();
    }

    /// How many of the alternatives fit; the last violation for the message.
    Result<std::size_t> count_fits(const Json& value, const Json& alternatives, const std::string& place, int depth) {
        std::size_t count = 0;
        for (const Json& alternative : alternatives.as_array()) {
            LEVADA_TRY(const Violation violation, check(value, alternative, place, depth + 1));
            count += violation ? 0U : 1U;
        }
        return count;
    }

    Result<Violation> check_combinations(const Json& value, const Json& schema, const std::string& place, int depth) {
        const auto list = [&](std::string_view key) -> const Json* {
            const Json* held = schema.find(key);
            return held != nullptr && held->is_array() ? held : nullptr;
        };
        if (const Json* all = list("allOf"); all != nullptr) {
            for (const Json& one : all->as_array()) {
                LEVADA_TRY(Violation violation, check(value, one, place, depth + 1));
                if (violation) {
                    return violation;
                }
            }
        }
        if (const Json* any = list("anyOf"); any != nullptr) {
            LEVADA_TRY(const std::size_t count, count_fits(value, *any, place, depth));
            if (count == 0) {
                return Violation(place + ": " + short_text(value) + " is not valid under any of the given schemas");
            }
        }
        if (const Json* one_of = list("oneOf"); one_of != nullptr) {
            LEVADA_TRY(const std::size_t count, count_fits(value, *one_of, place, depth));
            if (count != 1) {
                return Violation(place + ": " + short_text(value) +
                                 " is not valid under exactly one of the given schemas");
            }
        }
        return check_conditions(value, schema, place, depth);
    }

    Result<Violation> check_conditions(const Json& value, const Json& schema, const std::string& place, int depth) {
        if (const Json* excluded = schema.find("not"); excluded != nullptr) {
            LEVADA_TRY(const Violation violation, check(value, *excluded, place, depth + 1));
            if (!violation) {
                return Violation(place + ": " + short_text(value) + " should not be valid under a schema");
            }
        }
        const Json* condition = schema.find("if");
        if (condition == nullptr) {
            return Violation();
        }
        LEVADA_TRY(const Violation mismatch, check(value, *condition, place, depth + 1));
        const Json* branch = schema.find(mismatch ? "else" : "then");
        return branch == nullptr ? Result<Violation>(Violation()) : check(value, *branch, place, depth + 1);
    }

    const Json& root_;
};

}  // namespace

Result<std::optional<std::string>> schema_violation(const Json& value, const Json& schema) {
    return Validator(schema).check(value, schema, "$", 0);
}

}  // namespace levada::airbyte
