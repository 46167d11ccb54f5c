#include "json_text.h"

#include "objects.h"
#include "raw_json.h"
#include "text.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cmath>

#include "levada/base/civil_text.h"
#include "levada/base/json.h"

namespace levada::jinja {

namespace {

constexpr std::size_t kDepthMax = 500;

void append_u_escape(std::string& out, char32_t code) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift = 16; shift > 0; shift -= 4) {
        out += kDigits[(code >> (shift - 4)) & 0xFU];
    }
}

void append_code(std::string& out, char32_t code, std::string_view bytes, bool ascii_only) {
    constexpr std::string_view kNamed = "\b\f\n\r\t\"\\";
    constexpr std::string_view kNames = "bfnrt\"\\";
    const std::size_t named = code < 0x80 ? kNamed.find(static_cast<char>(code)) : std::string_view::npos;
    if (named != std::string_view::npos) {
        out += '\\';
        out += kNames[named];
    } else if (code < 0x20 || code == 0x7F) {
        if (code == 0x7F) {
            out += bytes;
        } else {
            append_u_escape(out, code);
        }
    } else if (code < 0x80 || !ascii_only) {
        out += bytes;
    } else if (code < 0x10000) {
        append_u_escape(out, code);
    } else {
        append_u_escape(out, 0xD800 + ((code - 0x10000) >> 10U));
        append_u_escape(out, 0xDC00 + ((code - 0x10000) & 0x3FFU));
    }
}

/// Where the first character at or behind `at` stands that JSON cannot hold as it is.
std::size_t end_of_plain(std::string_view text, std::size_t at, bool ascii_only) {
    while (at < text.size()) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x20 || c == '"' || c == '\\' || (ascii_only && c >= 0x80)) {
            break;
        }
        ++at;
    }
    return at;
}

void append_text(std::string& out, std::string_view text, bool ascii_only) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t plain_end = end_of_plain(text, at, ascii_only);
        out += text.substr(at, plain_end - at);
        at = plain_end;
        if (at == text.size()) {
            break;
        }
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        append_code(out, code, text.substr(start, at - start), ascii_only);
    }
    out += '"';
}

class Dump {
public:
    Dump(std::string& out, const JsonStyle& style) : out_(out), style_(style) {}

    Outcome<void> append(const Value& value) {
        switch (value.kind()) {
            case Kind::none:
                out_ += "null";
                return {};
            case Kind::boolean:
                out_ += value.as_bool() ? "true" : "false";
                return {};
            case Kind::integer:
            case Kind::big_integer:
                value.append_to(out_);
                return {};
            case Kind::real:
                return append_real(value.as_real());
            case Kind::string:
                append_text(out_, value.text(), style_.ascii_only);
                return {};
            case Kind::list:
            case Kind::tuple:
            case Kind::dict:
            case Kind::raw_array:
            case Kind::raw_object:
                return append_container(value.materialized());
            default:
                return fail(FaultKind::type_error,
                            "Object of type " + std::string(value.type_name()) + " is not JSON serializable");
        }
    }

private:
    Outcome<void> append_real(double value) {
        if (std::isfinite(value)) {
            out_ += python_float_text(value);
            return {};
        }
        if (!style_.python_constants) {
            return fail(FaultKind::type_error, "a float that is inf or nan has no JSON form");
        }
        out_ += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        return {};
    }

    Outcome<void> append_container(const Value& value) {
        if (depth_ >= kDepthMax) {
            return fail(FaultKind::value_error, "Circular reference detected");
        }
        ++depth_;
        const bool is_dict = value.is(Kind::dict);
        const std::size_t size = is_dict ? value.as<DictObject>().size() : value.as<ListObject>().items.size();
        out_ += is_dict ? '{' : '[';
        LEVADA_DO(is_dict ? append_members(value.as<DictObject>()) : append_items(value.as<ListObject>().items));
        --depth_;
        if (size != 0) {
            new_line();
        }
        out_ += is_dict ? '}' : ']';
        return {};
    }

    void new_line() {
        if (style_.indent >= 0) {
            out_ += '\n';
            out_.append(static_cast<std::size_t>(style_.indent) * depth_, ' ');
        }
    }

    void separate(std::size_t index) {
        if (index != 0) {
            out_ += style_.indent >= 0 && style_.item_separator == ", " ? std::string_view(",") : style_.item_separator;
        }
        new_line();
    }

    Outcome<void> append_items(const std::vector<Value>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            separate(i);
            LEVADA_DO(append(items[i]));
        }
        return {};
    }

    Outcome<void> append_members(const DictObject& dict) {
        std::vector<DictObject::Entry> entries = dict.entries();
        if (style_.sort_keys) {
            LEVADA_DO(sort(entries));
        }
        for (std::size_t i = 0; i < entries.size(); ++i) {
            separate(i);
            LEVADA_DO(append_key(entries[i].key));
            out_ += style_.key_separator;
            LEVADA_DO(append(entries[i].value));
        }
        return {};
    }

    static Outcome<void> sort(std::vector<DictObject::Entry>& entries) {
        const bool has_text =
            std::any_of(entries.begin(), entries.end(), [](const auto& e) { return e.key.is_string(); });
        const bool all_text =
            std::all_of(entries.begin(), entries.end(), [](const auto& e) { return e.key.is_string(); });
        if (has_text && !all_text) {
            return fail(FaultKind::type_error, "'<' not supported between instances of 'str' and another type");
        }
        std::stable_sort(entries.begin(), entries.end(), [](const DictObject::Entry& a, const DictObject::Entry& b) {
            if (a.key.is_string()) {
                return a.key.text() < b.key.text();
            }
            return a.key.is(Kind::integer) && b.key.is(Kind::integer) && a.key.as_integer() < b.key.as_integer();
        });
        return {};
    }

    Outcome<void> append_key(const Value& key) {
        switch (key.kind()) {
            case Kind::string:
                append_text(out_, key.text(), style_.ascii_only);
                return {};
            case Kind::none:
            case Kind::boolean:
            case Kind::integer:
            case Kind::big_integer:
            case Kind::real: {
                out_ += '"';
                LEVADA_DO(append(key));
                out_ += '"';
                return {};
            }
            default:
                return fail(FaultKind::type_error,
                            "keys must be str, int, float, bool or None, not " + std::string(key.type_name()));
        }
    }

    std::string& out_;
    const JsonStyle& style_;
    std::size_t depth_ = 0;
};

Outcome<Json> json_of_items(const Value& value) {
    Json array = Json::array();
    for (const Value& item : value.as<ListObject>().items) {
        LEVADA_LET(Json element, item.to_json());
        array.push_back(std::move(element));
    }
    return array;
}

Outcome<Json> json_of_members(const Value& value) {
    Json object = Json::object();
    for (const DictObject::Entry& entry : value.as<DictObject>().entries()) {
        LEVADA_LET(Json member, entry.value.to_json());
        // set() looks for an equal key, which different Python keys ("1" and 1) may become.
        object.set(entry.key.str(), std::move(member));
    }
    return object;
}

}  // namespace

Outcome<void> append_python_json(std::string& out, const Value& value, const JsonStyle& style) {
    return Dump(out, style).append(value);
}

Outcome<void> Value::append_json(std::string& out) const {
    if (kind_ == Kind::raw_array || kind_ == Kind::raw_object) {
        out += text();
        return {};
    }
    JsonStyle style;
    style.ascii_only = false;
    style.item_separator = ",";
    style.key_separator = ":";
    style.python_constants = false;
    return append_python_json(out, *this, style);
}

Outcome<Json> Value::to_json() const {
    switch (kind_) {
        case Kind::none:
            return Json(nullptr);
        case Kind::boolean:
            return Json(boolean_);
        case Kind::integer:
            return Json(integer_);
        case Kind::big_integer:
            return Json(Json::BigInteger{str()});
        case Kind::real:
            return Json(real_);
        case Kind::string:
            return Json(text());
        case Kind::raw_array:
        case Kind::raw_object:
            return materialized().to_json();
        case Kind::list:
        case Kind::tuple:
        case Kind::set:
            return json_of_items(*this);
        case Kind::dict:
            return json_of_members(*this);
        default:
            return fail(FaultKind::type_error,
                        "Object of type " + std::string(type_name()) + " is not JSON serializable");
    }
}

Value Value::from_json(const Json& json) {
    switch (json.kind()) {
        case Json::Kind::null:
            return none();
        case Json::Kind::boolean:
            return boolean(json.as_boolean());
        case Json::Kind::integer:
            return integer(json.as_integer());
        case Json::Kind::big_integer:
            return value_of(BigInteger::parse(json.as_big_integer().digits).value_or(BigInteger()));
        case Json::Kind::number:
            return real(json.as_double());
        case Json::Kind::string:
            return string(json.as_string());
        case Json::Kind::array: {
            std::vector<Value> items;
            items.reserve(json.size());
            for (const Json& item : json.as_array()) {
                items.push_back(from_json(item));
            }
            return list(std::move(items));
        }
        case Json::Kind::object:
            break;
    }
    Value value = empty_dict();
    for (const Json::Member& member : json.as_object()) {
        value.as<DictObject>().set(member.key, from_json(member.value));
    }
    return value;
}

}  // namespace levada::jinja
