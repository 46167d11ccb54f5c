// Methods of str that change case or ask what a text consists of.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "try.h"
#include "unicode.h"

namespace levada::jinja {

namespace {

using Text = std::string (*)(std::string_view);

template <Text kFunction>
Outcome<Value> mapped(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("str method", arguments));
    return make_text(kFunction(self.text()), self.is_markup());
}

/// True when the text is not empty and every code point has the property.
template <UnicodeProperty kProperty>
Outcome<Value> all_have(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("str method", arguments));
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        if (!has_property(decode_utf8(text, at), kProperty)) {
            return Value::boolean(false);
        }
    }
    return Value::boolean(!text.empty());
}

Outcome<Value> is_printable(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    return self.text().empty() ? Outcome<Value>(Value::boolean(true))
                               : all_have<UnicodeProperty::printable>(evaluator, self, arguments);
}

Outcome<Value> is_alphanumeric(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isalnum", arguments));
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        if (code == '_' || !is_word(code)) {
            return Value::boolean(false);
        }
    }
    return Value::boolean(!text.empty());
}

Outcome<Value> is_ascii_only(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isascii", arguments));
    return Value::boolean(is_ascii(self.text()));
}

Outcome<Value> is_identifier(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isidentifier", arguments));
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const bool is_first = at == 0;
        const char32_t code = decode_utf8(text, at);
        if (!is_word(code) || (is_first && code != '_' && !has_property(code, UnicodeProperty::alphabetic))) {
            return Value::boolean(false);
        }
    }
    return Value::boolean(!text.empty());
}

/// islower and isupper: some cased code point, and none of the wrong case.
template <UnicodeProperty kWanted, UnicodeProperty kWrong>
Outcome<Value> is_cased_as(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("str method", arguments));
    bool has_wanted = false;
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        if (has_property(code, kWrong) || has_property(code, UnicodeProperty::title)) {
            return Value::boolean(false);
        }
        has_wanted = has_wanted || has_property(code, kWanted);
    }
    return Value::boolean(has_wanted);
}

Outcome<Value> is_title(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("istitle", arguments));
    bool has_cased = false;
    bool is_inside_word = false;
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        const bool is_capital =
            has_property(code, UnicodeProperty::upper) || has_property(code, UnicodeProperty::title);
        const bool is_small = has_property(code, UnicodeProperty::lower);
        if ((is_capital && is_inside_word) || (is_small && !is_inside_word)) {
            return Value::boolean(false);
        }
        is_inside_word = is_capital || is_small;
        has_cased = has_cased || is_inside_word;
    }
    return Value::boolean(has_cased);
}

constexpr MethodEntry kMethods[] = {
    {"upper", mapped<to_upper>},
    {"lower", mapped<to_lower_text>},
    {"title", mapped<to_title>},
    {"capitalize", mapped<to_capitalized>},
    {"swapcase", mapped<to_swapped_case>},
    {"casefold", mapped<to_folded>},
    {"isalpha", all_have<UnicodeProperty::alphabetic>},
    {"isdecimal", all_have<UnicodeProperty::decimal>},
    {"isdigit", all_have<UnicodeProperty::digit>},
    {"isnumeric", all_have<UnicodeProperty::numeric>},
    {"isspace", all_have<UnicodeProperty::space>},
    {"isprintable", is_printable},
    {"isalnum", is_alphanumeric},
    {"isascii", is_ascii_only},
    {"isidentifier", is_identifier},
    {"islower", is_cased_as<UnicodeProperty::lower, UnicodeProperty::upper>},
    {"isupper", is_cased_as<UnicodeProperty::upper, UnicodeProperty::lower>},
    {"istitle", is_title},
};

}  // namespace

std::span<const MethodEntry> text_case_methods() {
    return kMethods;
}

}  // namespace levada::jinja
