#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "levada/base/ascii.h"
#include "levada/base/json.h"

namespace levada {

namespace {

void append_escape(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        default:
            out += "\\u00";
            out += kHexDigits[byte >> 4U];
            out += kHexDigits[byte & 15U];
    }
}

/// Python switches to an exponent below 1e-4 and from 1e16 on.
bool is_exponent_form(double magnitude) {
    return magnitude != 0.0 && (magnitude < 1e-4 || magnitude >= 1e16);
}

/// Writes with or without line breaks; one walk for both forms.
class Writer {
public:
    Writer(std::string& out, bool is_pretty) : out_(out), is_pretty_(is_pretty) {}

    void write(const Json& value) {
        switch (value.kind()) {
            case Json::Kind::null:
                out_ += "null";
                return;
            case Json::Kind::boolean:
                out_ += value.as_boolean() ? "true" : "false";
                return;
            case Json::Kind::integer:
                write_integer(value.as_integer());
                return;
            case Json::Kind::big_integer:
                out_ += value.as_big_integer().digits;
                return;
            case Json::Kind::number:
                append_json_double(out_, value.as_double());
                return;
            case Json::Kind::string:
                append_json_string(out_, value.as_string());
                return;
            case Json::Kind::array:
                write_array(value.as_array());
                return;
            case Json::Kind::object:
                write_object(value.as_object());
                return;
        }
    }

private:
    void write_integer(std::int64_t value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
        out_.append(digits.data(), end.ptr);
    }

    void write_array(const Json::Array& items) {
        if (items.empty()) {
            out_ += "[]";
            return;
        }
        open('[');
        bool is_first = true;
        for (const Json& item : items) {
            separate(is_first);
            write(item);
        }
        close(']');
    }

    void write_object(const Json::Object& members) {
        if (members.empty()) {
            out_ += "{}";
            return;
        }
        open('{');
        bool is_first = true;
        for (const Json::Member& member : members) {
            separate(is_first);
            append_json_string(out_, member.key);
            out_ += is_pretty_ ? ": " : ":";
            write(member.value);
        }
        close('}');
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }

    void close(char bracket) {
        --depth_;
        break_line();
        out_ += bracket;
    }

    void separate(bool& is_first) {
        if (!is_first) {
            out_ += ',';
        }
        is_first = false;
        break_line();
    }

    void break_line() {
        if (is_pretty_) {
            out_ += '\n';
            out_.append(depth_ * 2, ' ');
        }
    }

    std::string& out_;
    bool is_pretty_;
    std::size_t depth_ = 0;
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t clean_from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        out.append(text.substr(clean_from, i - clean_from));
        append_escape(out, byte);
        clean_from = i + 1;
    }
    out.append(text.substr(clean_from));
    out += '"';
}

void append_json_double(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    const auto format = is_exponent_form(std::fabs(value)) ? std::chars_format::scientific : std::chars_format::fixed;
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, format);
    const std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
    out += text;
    if (format == std::chars_format::fixed && text.find('.') == std::string_view::npos) {
        out += ".0";
    }
}

std::string Json::dump() const {
    std::string out;
    dump_to(out);
    return out;
}

void Json::dump_to(std::string& out) const {
    Writer(out, false).write(*this);
}

std::string Json::dump_pretty() const {
    std::string out;
    Writer(out, true).write(*this);
    return out;
}

}  // namespace levada
