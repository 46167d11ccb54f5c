#include "attribute_path.h"

#include "evaluator.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

void add_steps(std::string_view path, std::vector<Value>& steps) {
    while (true) {
        const std::size_t dot = path.find('.');
        const std::string_view step = path.substr(0, dot);
        const bool is_number = !step.empty() && std::all_of(step.begin(), step.end(), is_ascii_digit);
        steps.push_back(is_number ? parse_integer(step, 10).value_or(Value::none()) : Value::string(std::string(step)));
        if (dot == std::string_view::npos) {
            return;
        }
        path.remove_prefix(dot + 1);
    }
}

}  // namespace

AttributePath AttributePath::of(const Value& attribute) {
    AttributePath path;
    if (attribute.is_string()) {
        add_steps(attribute.text(), path.steps_);
    } else if (!attribute.is_none() && !attribute.is_missing()) {
        path.steps_.push_back(attribute);
    }
    return path;
}

std::vector<AttributePath> AttributePath::several(const Value& attribute) {
    if (!attribute.is_string()) {
        return {of(attribute)};
    }
    std::vector<AttributePath> paths;
    std::string_view rest = attribute.text();
    while (true) {
        const std::size_t comma = rest.find(',');
        paths.push_back(of(Value::borrowed(rest.substr(0, comma))));
        if (comma == std::string_view::npos) {
            return paths;
        }
        rest.remove_prefix(comma + 1);
    }
}

Outcome<Value> AttributePath::get(Evaluator& evaluator, Value item, const Value& default_value) const {
    for (const Value& step : steps_) {
        LEVADA_LET(item, evaluator.get_item(item, step));
        if (item.is_undefined() && !default_value.is_missing() && !default_value.is_none()) {
            item = default_value;
        }
    }
    return item;
}

Value without_case(const Value& value) {
    return value.is_string() ? Value::string(to_lower_text(value.text())) : value;
}

}  // namespace levada::jinja
