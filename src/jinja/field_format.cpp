// str.format: replacement fields in braces.
#include "format.h"
#include "objects.h"
#include "ops.h"
#include "text.h"
#include "try.h"

#include <algorithm>
#include <charconv>

namespace levada::jinja {

namespace {

constexpr int kNestingMax = 2;

/// Expands one format text with its nested specifications.
class FieldFormatter {
public:
    FieldFormatter(Arguments& arguments, const FieldAccess& access) : arguments_(arguments), access_(access) {}

    Outcome<std::string> expand(std::string_view format, int depth) {
        if (depth > kNestingMax) {
            return fail(FaultKind::value_error, "Max string recursion exceeded");
        }
        std::string out;
        for (std::size_t at = 0; at < format.size();) {
            const char c = format[at];
            if ((c == '{' || c == '}') && at + 1 < format.size() && format[at + 1] == c) {
                out += c;
                at += 2;
            } else if (c == '}') {
                return fail(FaultKind::value_error, "Single '}' encountered in format string");
            } else if (c == '{') {
                LEVADA_LET(const std::string text, expand_field(format, ++at, depth));
                out += text;
            } else {
                out += c;
                ++at;
            }
        }
        return out;
    }

private:
    /// `at` is behind the opening brace and moves behind the closing one.
    Outcome<std::string> expand_field(std::string_view format, std::size_t& at, int depth) {
        LEVADA_LET(const std::string_view field, take_field(format, at));
        const std::size_t name_end = end_of_name(field);
        std::string_view rest = field.substr(name_end);
        char conversion = 0;
        if (!rest.empty() && rest[0] == '!') {
            if (rest.size() < 2 || (rest.size() > 2 && rest[2] != ':')) {
                return fail(FaultKind::value_error, "expected ':' after conversion specifier");
            }
            conversion = rest[1];
            rest.remove_prefix(2);
        }
        LEVADA_LET(Value value, value_of_field(field.substr(0, name_end)));
        if (conversion == 'r') {
            value = Value::string(value.repr());
        } else if (conversion == 'a') {
            value = Value::string(ascii_of(value));
        } else if (conversion == 's') {
            value = Value::string(value.str());
        } else if (conversion != 0) {
            return fail(FaultKind::value_error, std::string("Unknown conversion specifier '") + conversion + "'");
        }
        LEVADA_LET(const std::string spec, expand(rest.empty() ? rest : rest.substr(1), depth + 1));
        return format_value(value, spec);
    }

    static Outcome<std::string_view> take_field(std::string_view format, std::size_t& at) {
        const std::size_t start = at;
        std::size_t depth = 1;
        bool is_in_brackets = false;
        for (; at < format.size(); ++at) {
            const char c = format[at];
            if (c == '[') {
                is_in_brackets = true;
            } else if (c == ']') {
                is_in_brackets = false;
            }
            if (is_in_brackets) {
                continue;
            }
            depth += c == '{' ? 1U : 0U;
            depth -= c == '}' ? 1U : 0U;
            if (depth == 0) {
                return format.substr(start, at++ - start);
            }
        }
        return fail(
            FaultKind::value_error,
            start == format.size() ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    static std::size_t end_of_name(std::string_view field) {
        bool is_in_brackets = false;
        for (std::size_t i = 0; i < field.size(); ++i) {
            if (field[i] == '[') {
                is_in_brackets = true;
            } else if (field[i] == ']') {
                is_in_brackets = false;
            } else if (!is_in_brackets && (field[i] == ':' || field[i] == '!')) {
                return i;
            }
        }
        return field.size();
    }

    Outcome<Value> value_of_field(std::string_view name) {
        const std::size_t first_end = std::min(name.find_first_of(".["), name.size());
        if (access_.is_strict && first_end == 0 && !name.empty()) {
            return fail(FaultKind::key_error, "''");
        }
        LEVADA_LET(Value value, first_value(name.substr(0, first_end), first_end == name.size()));
        std::size_t at = first_end;
        while (at < name.size()) {
            const bool is_attribute = name[at] == '.';
            ++at;
            const std::size_t end =
                is_attribute ? std::min(name.find_first_of(".[", at), name.size()) : name.find(']', at);
            if (end == std::string_view::npos) {
                return fail(FaultKind::value_error, "Missing ']' in format string");
            }
            const std::string_view key = name.substr(at, end - at);
            if (key.empty()) {
                return fail(FaultKind::value_error, "Empty attribute in format string");
            }
            LEVADA_LET(value, access_.get(value, is_attribute ? Value::borrowed(key) : key_of(key), is_attribute));
            at = is_attribute ? end : end + 1;
            if (at < name.size() && name[at] != '.' && name[at] != '[') {
                return fail(FaultKind::value_error, "Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    static Value key_of(std::string_view text) {
        std::int64_t index = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), index);
        return parsed.ptr == text.data() + text.size() && index >= 0 ? Value::integer(index) : Value::borrowed(text);
    }

    Outcome<Value> keyword_value(std::string_view name) const {
        for (const auto& [keyword, value] : arguments_.keywords) {
            if (keyword.text() == name) {
                return value;
            }
        }
        return fail(FaultKind::key_error, "'" + std::string(name) + "'");
    }

    Outcome<Value> first_value(std::string_view name, bool is_whole) {
        const Value key = name.empty() ? Value() : key_of(name);
        if (!name.empty() && key.is_string()) {
            return keyword_value(name);
        }
        const bool is_automatic = name.empty();
        // string.Formatter looks at the whole name: {0[1]} neither counts as a number nor forbids automatic ones.
        const bool is_free = access_.is_strict && !is_automatic && !is_whole;
        if (!is_free && ((is_automatic && is_manual_) || (!is_automatic && next_ > 0))) {
            return fail(FaultKind::value_error, "cannot switch between manual and automatic field numbering");
        }
        is_manual_ = is_free ? is_manual_ : !is_automatic;
        const std::size_t index = is_automatic ? next_++ : static_cast<std::size_t>(key.as_integer());
        if (index >= arguments_.positional.size()) {
            return fail(FaultKind::index_error,
                        "Replacement index " + std::to_string(index) + " out of range for positional args tuple");
        }
        return arguments_.positional[index];
    }

    Arguments& arguments_;
    const FieldAccess& access_;
    std::size_t next_ = 0;
    bool is_manual_ = false;
};

}  // namespace

Outcome<std::string> format_text(std::string_view format, Arguments& arguments, const FieldAccess& access) {
    return FieldFormatter(arguments, access).expand(format, 0);
}

}  // namespace levada::jinja
