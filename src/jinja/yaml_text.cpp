#include "yaml_text.h"

#include "objects.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"
#include "yaml_time.h"

#include <algorithm>
#include <cmath>

#include "levada/base/civil_text.h"
#include "levada/base/yaml.h"

namespace levada::jinja {

namespace {

constexpr int kDepthMax = 200;

/// True when the text looks like YAML syntax.
bool has_syntax(std::string_view text) {
    constexpr std::string_view kIndicators = ",[]{}#&*!|>'\"%@`";
    constexpr std::string_view kBeforeBlank = "-?:";
    const char first = text.front();
    const bool is_before_blank =
        kBeforeBlank.find(first) != std::string_view::npos && (text.size() < 2 || text[1] == ' ');
    return is_before_blank || kIndicators.find(first) != std::string_view::npos || text.back() == ':' ||
           text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos;
}

/// True when the plain text would be read back as another type or as YAML syntax.
bool needs_quotes(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text == "=" || text == "<<" || has_syntax(text)) {
        return true;
    }
    // Dates and times of day: PyYAML reads them as such.
    if (is_yaml_time(text)) {
        return true;
    }
    const Result<Json> read = parse_yaml(text, "value");
    return !read || !read->is_string() || read->as_string() != text;
}

bool needs_double_quotes(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (const char32_t code = decode_utf8(text, at); code < 0x20 || code > 0x7E) {
            return true;
        }
    }
    return false;
}

void append_double_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        constexpr std::string_view kNamed = "\n\t\r\"\\\a\b\v\f\x1B";
        constexpr std::string_view kNames = "ntr\"\\abvfe";
        const std::size_t named = code < 0x80 ? kNamed.find(static_cast<char>(code)) : std::string_view::npos;
        if (named != std::string_view::npos) {
            out += '\\';
            out += kNames[named];
        } else if (code >= 0x20 && code < 0x7F) {
            out += text.substr(start, at - start);
        } else {
            constexpr std::string_view kDigits = "0123456789ABCDEF";
            const unsigned width = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
            out += code < 0x100 ? "\\x" : code < 0x10000 ? "\\u" : "\\U";
            for (unsigned i = width; i-- > 0;) {
                out += kDigits[(code >> (4 * i)) & 0xFU];
            }
        }
    }
    out += '"';
}

void append_text(std::string& out, std::string_view text) {
    if (needs_double_quotes(text)) {
        append_double_quoted(out, text);
    } else if (needs_quotes(text)) {
        out += '\'';
        for (const char c : text) {
            out += c == '\'' ? std::string("''") : std::string(1, c);
        }
        out += '\'';
    } else {
        out += text;
    }
}

/// 1e+20 is a text in YAML 1.1, 1.0e+20 is a number.
std::string real_text(std::string repr) {
    const std::size_t exponent = repr.find('e');
    return exponent == std::string::npos || repr.find('.') != std::string::npos ? repr : repr.insert(exponent, ".0");
}

Outcome<void> append_scalar(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::none:
            out += "null";
            return {};
        case Kind::boolean:
            out += value.as_bool() ? "true" : "false";
            return {};
        case Kind::real:
            out += std::isnan(value.as_real())   ? ".nan"
                   : std::isinf(value.as_real()) ? (value.as_real() > 0 ? ".inf" : "-.inf")
                                                 : real_text(value.str());
            return {};
        case Kind::string:
            append_text(out, value.text());
            return {};
        case Kind::integer:
        case Kind::big_integer:
        case Kind::date:
        case Kind::date_time:
            value.append_to(out);
            return {};
        default:
            return fail(FaultKind::type_error, "cannot represent an object of type " + std::string(value.type_name()));
    }
}

bool is_filled_container(const Value& value) {
    return (value.is(Kind::list) && !value.as<ListObject>().items.empty()) ||
           (value.is(Kind::dict) && value.as<DictObject>().size() != 0);
}

/// As PyYAML: keys that cannot be compared stay in their order.
void sort_if_comparable(std::vector<DictObject::Entry>& entries) {
    bool is_comparable = true;
    std::vector<DictObject::Entry> sorted = entries;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
        const Outcome<bool> less = ordered(Ordering::less, a.key, b.key);
        is_comparable = is_comparable && less.has_value();
        return less.value_or(false);
    });
    if (is_comparable) {
        entries = std::move(sorted);
    }
}

class YamlWriter {
public:
    YamlWriter(std::string& out, bool sorts_keys) : out_(out), sorts_keys_(sorts_keys) {}

    Outcome<void> write(const Value& original, std::size_t indent, int depth) {
        Value value = original.materialized();
        if (value.is(Kind::tuple)) {
            value = Value::list(value.as<ListObject>().items);
        }
        if (depth > kDepthMax) {
            return fail(FaultKind::value_error, "nested too deeply");
        }
        if (value.is(Kind::list)) {
            return write_list(value.as<ListObject>().items, indent, depth);
        }
        if (value.is(Kind::dict)) {
            return write_dict(value.as<DictObject>(), indent, depth);
        }
        LEVADA_DO(append_scalar(out_, value));
        out_ += '\n';
        return {};
    }

private:
    Outcome<void> write_list(const std::vector<Value>& items, std::size_t indent, int depth) {
        if (items.empty()) {
            out_ += "[]\n";
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
            out_.append(i == 0 ? 0 : indent, ' ');
            out_ += "- ";
            LEVADA_DO(write(items[i], indent + 2, depth + 1));
        }
        return {};
    }

    Outcome<void> write_dict(const DictObject& dict, std::size_t indent, int depth) {
        std::vector<DictObject::Entry> entries = dict.entries();
        if (entries.empty()) {
            out_ += "{}\n";
        }
        if (sorts_keys_) {
            sort_if_comparable(entries);
        }
        for (std::size_t i = 0; i < entries.size(); ++i) {
            out_.append(i == 0 ? 0 : indent, ' ');
            if (!is_simple_key(entries[i].key)) {
                LEVADA_DO(write_complex(entries[i], indent, depth));
                continue;
            }
            LEVADA_DO(write_key(entries[i].key));
            Value value = entries[i].value.materialized();
            if (value.is(Kind::tuple)) {
                value = Value::list(value.as<ListObject>().items);
            }
            if (is_filled_container(value)) {
                // A list stays at the column of its key, a dict goes in by two.
                const std::size_t inner = value.is(Kind::list) ? indent : indent + 2;
                out_ += ":\n";
                out_.append(inner, ' ');
                LEVADA_DO(write(value, inner, depth + 1));
            } else {
                out_ += ": ";
                LEVADA_DO(write(value, indent, depth + 1));
            }
        }
        return {};
    }

    /// A key that is written in the line of its value. Source: libyaml, yaml_emitter_check_simple_key.
    static bool is_simple_key(const Value& key) {
        constexpr std::size_t kSizeBytesMax = 128;
        return key.is(Kind::tuple) ? key.as<ListObject>().items.empty()
                                   : !key.is_string() || key.text().size() <= kSizeBytesMax;
    }

    Outcome<void> write_key(const Value& key) {
        if (key.is(Kind::tuple)) {
            out_ += "[]";
            return {};
        }
        return append_scalar(out_, key);
    }

    Outcome<void> write_complex(const DictObject::Entry& entry, std::size_t indent, int depth) {
        out_ += "? ";
        LEVADA_DO(write(entry.key, indent + 2, depth + 1));
        out_.append(indent, ' ');
        out_ += ": ";
        return write(entry.value, indent + 2, depth + 1);
    }

    std::string& out_;
    bool sorts_keys_;
};

}  // namespace

Outcome<std::string> to_yaml(const Value& value, bool sorts_keys) {
    std::string out;
    LEVADA_DO(YamlWriter(out, sorts_keys).write(value, 0, 0));
    const Value whole = value.materialized();
    if (!whole.is(Kind::list) && !whole.is(Kind::tuple) && !whole.is(Kind::dict) &&
        !(whole.is_string() && (out.front() == '\'' || out.front() == '"'))) {
        out += "...\n";
    }
    return out;
}

}  // namespace levada::jinja
