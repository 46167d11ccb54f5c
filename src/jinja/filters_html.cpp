// Filters for HTML, URLs and JSON.
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "json_text.h"
#include "objects.h"
#include "ops.h"
#include "pretty.h"
#include "strip_tags.h"
#include "text_tools.h"
#include "try.h"
#include "urlize.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada::jinja {

namespace {

constexpr std::int64_t kIndentMax = 10'000;

Outcome<Value> escape(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("escape", arguments));
    std::string out;
    append_escaped(out, input);
    return make_text(std::move(out), true);
}

Outcome<Value> force_escape(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("forceescape", arguments));
    std::string out;
    append_escaped_text(out, input.str());
    return make_text(std::move(out), true);
}

Outcome<Value> safe(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("safe", arguments));
    return make_text(input.str(), true);
}

Outcome<Value> strip_tags(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("striptags", arguments));
    return Value::string(without_tags(input.str()));
}

Outcome<Value> xml_attributes(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("xmlattr", arguments, {"autospace"}));
    if (input.is_undefined()) {
        return evaluator.is_chainable(input) ? Outcome<Value>(make_text("", evaluator.autoescape()))
                                             : fail(undefined_fault(input));
    }
    const Value dict = input.materialized();
    if (!dict.is(Kind::dict)) {
        return fail(FaultKind::attribute_error,
                    "'" + std::string(input.type_name()) + "' object has no attribute 'items'");
    }
    std::string out;
    for (const DictObject::Entry& entry : dict.as<DictObject>().entries()) {
        if (entry.value.is_none() || entry.value.is_undefined()) {
            continue;
        }
        if (!entry.key.is_string()) {
            return fail(FaultKind::type_error,
                        "expected string or bytes-like object, got '" + std::string(entry.key.type_name()) + "'");
        }
        if (entry.key.text().find_first_of(" \t\n\r\f\v/>=") != std::string_view::npos) {
            return fail(FaultKind::value_error, "Invalid character in attribute name: " + entry.key.repr());
        }
        out += out.empty() ? "" : " ";
        append_escaped(out, entry.key);
        out += "=\"";
        append_escaped(out, entry.value);
        out += '"';
    }
    if (!out.empty() && truth_or(bound[0], true)) {
        out.insert(0, " ");
    }
    return make_text(std::move(out), evaluator.autoescape());
}

Outcome<Value> urlize(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound,
               bind<5>("urlize", arguments, {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"}));
    UrlizeOptions options;
    if (!bound[0].is_missing() && !bound[0].is_none()) {
        LEVADA_LET(const std::int64_t size, integer_or(bound[0], 0));
        options.shown_size_max = static_cast<std::size_t>(std::max<std::int64_t>(0, size));
    }
    std::vector<std::string> relations;
    LEVADA_LET(const std::string_view given, text_or(bound[3].is_none() ? Value() : bound[3], ""));
    for (const std::string_view word : split(given, ' ')) {
        if (!word.empty()) {
            relations.emplace_back(word);
        }
    }
    if (truth_or(bound[1], false)) {
        relations.emplace_back("nofollow");
    }
    relations.emplace_back("noopener");
    std::sort(relations.begin(), relations.end());
    relations.erase(std::unique(relations.begin(), relations.end()), relations.end());
    options.attributes = " rel=\"";
    append_escaped_text(options.attributes, levada::join(relations, " "));
    options.attributes += '"';
    LEVADA_LET(const std::string_view target, text_or(bound[2].is_none() ? Value() : bound[2], ""));
    if (!target.empty()) {
        options.attributes += " target=\"";
        append_escaped_text(options.attributes, target);
        options.attributes += '"';
    }
    if (!bound[4].is_missing() && !bound[4].is_none()) {
        LEVADA_LET(const std::vector<Value> schemes, bound[4].items());
        for (const Value& scheme : schemes) {
            options.extra_schemes.push_back(scheme.str());
        }
    }
    std::string escaped;
    append_escaped(escaped, input);
    return make_text(urlized(escaped, options), evaluator.autoescape());
}

std::string quoted(const Value& value, bool is_query) {
    const std::string text = value.str();
    return is_query ? replace_all(percent_encode(text), "%20", "+") : percent_encode(text, "/");
}

/// One key and its value of a query.
Outcome<void> append_pair(std::string& out, const Value& pair) {
    LEVADA_LET(const std::vector<Value> parts, pair.items());
    if (parts.size() != 2) {
        return fail(FaultKind::value_error, "wanted pairs of key and value");
    }
    out += out.empty() ? "" : "&";
    out += quoted(parts[0], true) + "=" + quoted(parts[1], true);
    return {};
}

Outcome<Value> url_encode(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("urlencode", arguments));
    const bool is_dict = input.is(Kind::dict) || input.is(Kind::raw_object);
    const bool is_iterable = is_dict || input.is_undefined() || input.length().has_value() || input.is(Kind::iterator);
    if (input.is_string() || !is_iterable) {
        return Value::string(quoted(input, false));
    }
    std::string out;
    const Value pairs =
        is_dict ? Value::object(Kind::dict_view, new DictViewObject(input.materialized(), DictView::items)) : input;
    LEVADA_LET(const std::vector<Value> items, pairs.items());
    for (const Value& item : items) {
        LEVADA_DO(append_pair(out, item));
    }
    return Value::string(std::move(out));
}

/// JSON that may stand inside HTML: <, >, & and ' are written as escapes.
Outcome<Value> to_json_text(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("tojson", arguments, {"indent"}));
    JsonStyle style;
    style.sort_keys = true;
    if (!bound[0].is_missing() && !bound[0].is_none()) {
        if (bound[0].is_undefined()) {
            return fail(undefined_fault(bound[0]));
        }
        LEVADA_LET(const std::int64_t indent, integer_or(bound[0], 0));
        if (indent > kIndentMax && input.length().has_value() && !input.is_string()) {
            return fail(FaultKind::memory_error, "an indentation beyond the limit of 10,000 blanks");
        }
        style.indent = std::max<std::int64_t>(0, indent);  // Below zero: lines without indentation.
    }
    std::string json;
    LEVADA_DO(append_python_json(json, input, style));
    std::string out;
    for (const char c : json) {
        switch (c) {
            case '<':
                out += "\\u003c";
                break;
            case '>':
                out += "\\u003e";
                break;
            case '&':
                out += "\\u0026";
                break;
            case '\'':
                out += "\\u0027";
                break;
            default:
                out += c;
        }
    }
    return make_text(std::move(out), true);
}

Outcome<Value> pretty_print(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("pprint", arguments));
    return Value::string(pretty_repr(input));
}

constexpr FilterEntry kHtmlFilters[] = {
    {"escape", escape},
    {"e", escape},
    {"forceescape", force_escape},
    {"safe", safe},
    {"striptags", strip_tags},
    {"xmlattr", xml_attributes},
    {"urlize", urlize},
    {"urlencode", url_encode},
    {"tojson", to_json_text},
    {"pprint", pretty_print},
};

}  // namespace

std::span<const FilterEntry> html_filters() {
    return kHtmlFilters;
}

}  // namespace levada::jinja
