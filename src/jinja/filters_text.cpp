// Filters over text.
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "format.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "text_tools.h"
#include "try.h"
#include "unicode.h"
#include "wrap.h"

#include <algorithm>

namespace levada::jinja {

namespace {

/// soft_str: text as it is, anything else through str().
Value soft_text(const Value& input) {
    return input.is_string() ? input : Value::string(input.str());
}

using Text = std::string (*)(std::string_view);

template <Text kFunction>
Outcome<Value> mapped(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("filter", arguments));
    const Value text = soft_text(input);
    return make_text(kFunction(text.text()), text.is_markup());
}

/// Upper case at the start and behind blanks, dashes and opening brackets; lower case elsewhere.
Outcome<Value> title(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("title", arguments));
    const std::string text = input.str();
    std::string out;
    std::size_t start = 0;
    const auto flush = [&](std::size_t end) {
        const std::string_view word = std::string_view(text).substr(start, end - start);
        const std::size_t first = offset_of(word, 1);
        out += to_upper(word.substr(0, first));
        out += to_lower_text(word.substr(first));
        start = end;
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t code = decode_utf8(text, at);
        const bool is_separator =
            is_space(code) || code == '-' || code == '(' || code == '{' || code == '[' || code == '<';
        if (is_separator) {
            flush(before);
            out += text.substr(before, at - before);
            start = at;
        }
    }
    flush(text.size());
    return Value::string(std::move(out));
}

Outcome<Value> trim(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("trim", arguments, {"chars"}));
    const Value text = soft_text(input);
    if (bound[0].is_missing() || bound[0].is_none()) {
        return text.slice_of_text(strip(text.text()));
    }
    LEVADA_LET(const std::string_view characters, text_or(bound[0], ""));
    return text.slice_of_text(stripped_of(text.text(), characters, StripSides::both));
}

Outcome<Value> replace(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("replace", arguments, {"old", "new", "count"}, 2));
    LEVADA_LET(const std::int64_t count_max, integer_or(bound[2].is_none() ? Value() : bound[2], -1));
    if (!evaluator.autoescape()) {
        LEVADA_LET(std::string out, replaced(input.str(), bound[0].str(), bound[1].str(), count_max));
        return Value::string(std::move(out));
    }
    // Text that is no markup is escaped for markup only: what it becomes is no markup otherwise.
    const bool is_markup = input.is_markup() || bound[0].is_markup() || bound[1].is_markup();
    if (!is_markup) {
        LEVADA_LET(std::string out, replaced(input.str(), bound[0].str(), bound[1].str(), count_max));
        return Value::string(std::move(out));
    }
    std::string text;
    std::string new_text;
    append_escaped(text, input);
    append_escaped(new_text, bound[1]);
    LEVADA_LET(std::string out, replaced(text, bound[0].str(), new_text, count_max));
    return make_text(std::move(out), true);
}

Outcome<Value> center(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("center", arguments, {"width"}));
    Arguments one;
    one.positional.push_back(bound[0].is_missing() ? Value::integer(80) : bound[0]);
    const Value text = soft_text(input);
    return find_method(text, "center")->function(evaluator, text, one);
}

Outcome<Value> indent(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("indent", arguments, {"width", "first", "blank"}));
    std::string indention(4, ' ');
    if (bound[0].is_string()) {
        indention = std::string(bound[0].text());
    } else if (!bound[0].is_missing()) {
        LEVADA_LET(const std::int64_t width, integer_or(bound[0], 4));
        indention.assign(static_cast<std::size_t>(std::clamp<std::int64_t>(width, 0, 10'000)), ' ');
    }
    if (!input.is_string() && !input.is_undefined()) {
        const bool is_list = input.is(Kind::list) || input.is(Kind::raw_array);
        return is_list ? fail(FaultKind::attribute_error, "'list' object has no attribute 'splitlines'")
                       : fail(FaultKind::type_error,
                              "unsupported operand type(s) for +=: '" + std::string(input.type_name()) + "' and 'str'");
    }
    if (input.is_undefined()) {
        return fail(undefined_fault(input));
    }
    const bool indents_blank = truth_or(bound[2], false);
    std::string out = truth_or(bound[1], false) ? indention : "";
    const std::string text = std::string(input.text()) + "\n";
    const std::vector<std::string_view> lines = lines_of(text, LineEnds::dropped);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += i == 0 ? "" : "\n";
        if (i != 0 && (indents_blank || !lines[i].empty())) {
            out += indention;
        }
        out += lines[i];
    }
    return make_text(std::move(out), input.is_markup());
}

Outcome<Value> truncate(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<4>("truncate", arguments, {"length", "killwords", "end", "leeway"}));
    LEVADA_LET(const std::int64_t length, integer_or(bound[0], 255));
    LEVADA_LET(const std::string_view end, text_or(bound[2], "..."));
    LEVADA_LET(const std::int64_t leeway, integer_or(bound[3].is_none() ? Value() : bound[3], 5));
    const auto end_size = static_cast<std::int64_t>(count_code_points(end));
    if (length < end_size) {
        return fail(Fault::named("AssertionError", "expected length >= " + std::to_string(end_size)));
    }
    if (leeway < 0) {
        return fail(Fault::named("AssertionError", "expected leeway >= 0"));
    }
    LEVADA_LET(const std::size_t size, input.length());
    if (static_cast<std::int64_t>(size) <= length + leeway) {
        return input;
    }
    if (!input.is_string()) {
        return fail(FaultKind::type_error, "truncate() takes text");
    }
    std::string_view kept =
        input.text().substr(0, offset_of(input.text(), static_cast<std::size_t>(length - end_size)));
    if (!truth_or(bound[1], false)) {
        kept = kept.substr(0, kept.rfind(' '));
    }
    return make_text(std::string(kept) + std::string(end), input.is_markup());
}

Outcome<Value> word_wrap(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound,
               bind<4>("wordwrap", arguments, {"width", "break_long_words", "wrapstring", "break_on_hyphens"}));
    if (input.is(Kind::bytes) && !input.text().empty()) {
        return fail(FaultKind::type_error, "cannot use a string pattern on a bytes-like object");
    }
    if (!input.is_string() && !input.is(Kind::bytes)) {
        return input.is_undefined()
                   ? fail(undefined_fault(input))
                   : fail(FaultKind::attribute_error,
                          "'" + std::string(input.type_name()) + "' object has no attribute 'splitlines'");
    }
    WrapOptions options;
    LEVADA_LET(options.width, integer_or(bound[0], 79));
    options.breaks_long_words = truth_or(bound[1], true);
    options.breaks_on_hyphens = truth_or(bound[3], true);
    LEVADA_LET(const std::string_view separator, text_or(bound[2].is_none() ? Value() : bound[2], "\n"));
    LEVADA_LET(std::string out, wrapped(input.text(), options, separator));
    return Value::string(std::move(out));
}

Outcome<Value> word_count(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("wordcount", arguments));
    const std::string text = input.str();
    std::int64_t count = 0;
    bool is_inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const bool is_part = is_word(decode_utf8(text, at));
        count += is_part && !is_inside ? 1 : 0;
        is_inside = is_part;
    }
    return Value::integer(count);
}

Outcome<Value> format(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    if (!arguments.positional.empty() && !arguments.keywords.empty()) {
        return fail(FaultKind::filter_argument_error, "can't handle positional and keyword arguments at the same time");
    }
    const Value values = arguments.keywords.empty() ? Value::tuple(std::move(arguments.positional))
                                                    : Value::dict(std::move(arguments.keywords));
    return percent_format(soft_text(input), values);
}

Outcome<Value> string(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("string", arguments));
    return soft_text(input);
}

constexpr FilterEntry kTextFilters[] = {
    {"upper", mapped<to_upper>},
    {"lower", mapped<to_lower_text>},
    {"capitalize", mapped<to_capitalized>},
    {"title", title},
    {"trim", trim},
    {"replace", replace},
    {"center", center},
    {"indent", indent},
    {"truncate", truncate},
    {"wordwrap", word_wrap},
    {"wordcount", word_count},
    {"format", format},
    {"string", string},
};

}  // namespace

std::span<const FilterEntry> text_filters() {
    return kTextFilters;
}

}  // namespace levada::jinja
