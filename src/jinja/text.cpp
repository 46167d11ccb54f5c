// str() and repr() of values: Value::append_to and Value::repr.
#include "text.h"

#include "methods.h"
#include "objects.h"
#include "raw_json.h"
#include "unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "levada/base/civil_text.h"

namespace levada::jinja {

namespace {

constexpr std::size_t kReprDepthMax = 200;
constexpr std::int64_t kSecondsPerDay = 86400;

void append_escape(std::string& out, char kind, char32_t code, unsigned width) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += '\\';
    out += kind;
    for (unsigned i = width; i-- > 0;) {
        out += kDigits[(code >> (4 * i)) & 0xFU];
    }
}

void append_unprintable(std::string& out, char32_t code) {
    if (code < 0x100) {
        append_escape(out, 'x', code, 2);
    } else if (code < 0x10000) {
        append_escape(out, 'u', code, 4);
    } else {
        append_escape(out, 'U', code, 8);
    }
}

/// Appends one of the named escapes; false when the character has none.
bool append_named_escape(std::string& out, char32_t code, char quote) {
    switch (code) {
        case '\n':
            out += "\\n";
            return true;
        case '\r':
            out += "\\r";
            return true;
        case '\t':
            out += "\\t";
            return true;
        case '\\':
            out += "\\\\";
            return true;
        default:
            break;
    }
    if (code == static_cast<char32_t>(quote)) {
        out += '\\';
        out += quote;
        return true;
    }
    return false;
}

char quote_for(std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    return has_single && !has_double ? '"' : '\'';
}

std::string two_digits(std::int64_t value) {
    std::string text = std::to_string(value);
    return text.size() < 2 ? "0" + text : text;
}

std::string microsecond_digits(std::int64_t micros) {
    std::string digits = std::to_string(micros);
    return std::string(6 - digits.size(), '0') + digits;
}

/// Appends reprs and knows the containers that are being printed, so that a list inside itself ends as [...].
class Printer {
public:
    explicit Printer(std::string& out) : out_(out) {}

    void append_repr(const Value& value) {
        if (out_.size() > kReprSizeBytesMax) {
            return;
        }
        switch (value.kind()) {
            case Kind::string:
                append_string(value);
                break;
            case Kind::bytes:
                append_repr_of_bytes(out_, value.text());
                break;
            case Kind::list:
            case Kind::tuple:
            case Kind::set:
            case Kind::dict:
            case Kind::dict_view:
            case Kind::raw_array:
            case Kind::raw_object:
            case Kind::name_space:
                append_container(value);
                break;
            case Kind::undefined:
                out_ += "Undefined";
                break;
            default:
                append_other(value);
        }
    }

private:
    void append_string(const Value& value) {
        if (value.is_markup()) {
            out_ += "Markup(";
            append_repr_of_text(out_, value.text());
            out_ += ')';
        } else {
            append_repr_of_text(out_, value.text());
        }
    }

    void append_container(const Value& value) {
        const bool is_open = !is_raw(value) && std::find(open_.begin(), open_.end(), value.object()) != open_.end();
        if (is_open || open_.size() > kReprDepthMax) {
            const bool is_list = value.is(Kind::list) || value.is(Kind::tuple);
            out_ += is_list ? "[...]" : "{...}";
            return;
        }
        open_.push_back(value.object());
        if (value.is(Kind::dict_view)) {
            append_view(value.as<DictViewObject>());
        } else if (value.is(Kind::name_space)) {
            out_ += "<Namespace ";
            append_dict(value.as<NamespaceObject>().attributes);
            out_ += '>';
        } else if (value.is(Kind::dict)) {
            append_dict(value.as<DictObject>());
        } else if (value.is(Kind::raw_object)) {
            append_dict(value.materialized().as<DictObject>());
        } else {
            append_sequence(value.materialized());
        }
        open_.pop_back();
    }

    static bool is_raw(const Value& value) { return value.is(Kind::raw_array) || value.is(Kind::raw_object); }

    void append_items(const std::vector<Value>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            out_ += i == 0 ? "" : ", ";
            append_repr(items[i]);
        }
    }

    void append_sequence(const Value& value) {
        const std::vector<Value>& items = value.as<ListObject>().items;
        if ((value.flags() & kIsoCalendarTuple) != 0) {
            out_ += "datetime.IsoCalendarDate(year=" + items[0].str() + ", week=" + items[1].str() +
                    ", weekday=" + items[2].str() + ")";
            return;
        }
        if (value.is(Kind::set) && items.empty()) {
            out_ += "set()";
            return;
        }
        const std::string_view brackets = value.is(Kind::list) ? "[]" : value.is(Kind::tuple) ? "()" : "{}";
        out_ += brackets[0];
        append_items(items);
        out_ += value.is(Kind::tuple) && items.size() == 1 ? "," : "";
        out_ += brackets[1];
    }

    void append_dict(const DictObject& dict) {
        out_ += '{';
        for (std::size_t i = 0; i < dict.entries().size(); ++i) {
            out_ += i == 0 ? "" : ", ";
            append_repr(dict.entries()[i].key);
            out_ += ": ";
            append_repr(dict.entries()[i].value);
        }
        out_ += '}';
    }

    void append_view(const DictViewObject& view) {
        const Value dict = view.dict.materialized();
        constexpr std::string_view kNames[] = {"dict_keys([", "dict_values([", "dict_items(["};
        out_ += kNames[static_cast<std::size_t>(view.view)];
        bool is_first = true;
        for (const DictObject::Entry& entry : dict.as<DictObject>().entries()) {
            out_ += is_first ? "" : ", ";
            is_first = false;
            if (view.view == DictView::items) {
                out_ += '(';
            }
            if (view.view != DictView::values) {
                append_repr(entry.key);
            }
            if (view.view == DictView::items) {
                out_ += ", ";
            }
            if (view.view != DictView::keys) {
                append_repr(entry.value);
            }
            if (view.view == DictView::items) {
                out_ += ')';
            }
        }
        out_ += "])";
    }

    void append_repr_of_duration(const IsoDuration& duration) {
        const auto number = [](double amount) {
            return amount == std::floor(amount) ? std::to_string(static_cast<std::int64_t>(amount))
                                                : python_float_text(amount);
        };
        const std::int64_t days = floor_div(duration.micros, kMicrosPerDay);
        const std::int64_t rest = duration.micros - days * kMicrosPerDay;
        out_ += "isodate.duration.Duration(" + std::to_string(days) + ", " + std::to_string(rest / kMicrosPerSecond) +
                ", " + std::to_string(rest % kMicrosPerSecond) + ", years=" + number(duration.years) +
                ", months=" + number(duration.months) + ")";
    }

    void append_other(const Value& value) {
        constexpr Kind kTimes[] = {Kind::date, Kind::date_time, Kind::time_delta, Kind::iso_duration};
        if (std::find(std::begin(kTimes), std::end(kTimes), value.kind()) != std::end(kTimes)) {
            append_time(value);
        } else {
            value.append_to(out_);
        }
    }

    void append_time(const Value& value) {
        if (value.is(Kind::iso_duration)) {
            append_repr_of_duration(value.as<IsoDurationObject>().duration);
            return;
        }
        if (value.is(Kind::time_delta)) {
            append_repr_of_delta(value.as<DeltaObject>().micros);
            return;
        }
        const DateObject& date = value.as<DateObject>();
        const CivilTime& t = date.time;
        out_ += value.is(Kind::date) ? "datetime.date(" : "datetime.datetime(";
        out_ += std::to_string(t.year) + ", " + std::to_string(t.month) + ", " + std::to_string(t.day);
        if (value.is(Kind::date_time)) {
            out_ += ", " + std::to_string(t.hour) + ", " + std::to_string(t.minute);
            if (t.second != 0 || t.microsecond != 0) {
                out_ += ", " + std::to_string(t.second);
            }
            if (t.microsecond != 0) {
                out_ += ", " + std::to_string(t.microsecond);
            }
            if (t.offset_us) {
                append_zone(date);
            }
        }
        out_ += ')';
    }

    void append_zone(const DateObject& date) {
        out_ += ", tzinfo=";
        if (date.zone != kPythonZone) {
            out_ += date.zone.empty() || date.zone == "UTC" ? "<UTC>" : "<" + date.zone + ">";
        } else if (date.time.offset_us == 0) {
            out_ += "datetime.timezone.utc";
        } else {
            out_ += "datetime.timezone(";
            append_repr_of_delta(date.time.offset_us.value_or(0));
            out_ += ')';
        }
    }

    void append_repr_of_delta(std::int64_t micros) {
        const std::int64_t days = floor_div(micros, kMicrosPerDay);
        const std::int64_t rest = micros - days * kMicrosPerDay;
        std::string parts;
        const auto add = [&](std::string_view name, std::int64_t amount) {
            if (amount != 0) {
                parts += (parts.empty() ? "" : ", ") + std::string(name) + "=" + std::to_string(amount);
            }
        };
        add("days", days);
        add("seconds", rest / kMicrosPerSecond);
        add("microseconds", rest % kMicrosPerSecond);
        out_ += "datetime.timedelta(" + (parts.empty() ? "0" : parts) + ")";
    }

    std::string& out_;
    std::vector<const Object*> open_;
};

void append_delta(std::string& out, std::int64_t micros) {
    const std::int64_t days = floor_div(micros, kMicrosPerDay);
    const std::int64_t rest = micros - days * kMicrosPerDay;
    const std::int64_t seconds = rest / kMicrosPerSecond;
    if (days != 0) {
        out += std::to_string(days) + (days == 1 || days == -1 ? " day, " : " days, ");
    }
    out += std::to_string(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
    if (rest % kMicrosPerSecond != 0) {
        out += "." + microsecond_digits(rest % kMicrosPerSecond);
    }
}

/// Source: isodate 0.6.1, Duration.__str__: whole numbers, and a plural above 1 month only.
void append_iso_duration(std::string& out, const IsoDuration& duration) {
    const auto add = [&](double amount, const char* name) {
        if (amount != 0) {
            out += std::to_string(static_cast<std::int64_t>(amount)) + name;
        }
    };
    add(duration.years, " years, ");
    add(duration.months, duration.months <= 1 ? " month, " : " months, ");
    append_delta(out, duration.micros);
}

/// A view of JSON text is a dict or list to a template.
std::string_view python_type_name(const Value& value) {
    return value.is(Kind::raw_object) ? "dict" : value.is(Kind::raw_array) ? "list" : value.type_name();
}

void append_named(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::range: {
            const RangeObject& range = value.as<RangeObject>();
            out += "range(" + std::to_string(range.start) + ", " + std::to_string(range.stop);
            out += range.step == 1 ? ")" : ", " + std::to_string(range.step) + ")";
            break;
        }
        case Kind::function:
            out += value.as<FunctionObject>().shown.empty() ? "<function " + value.as<FunctionObject>().name + ">"
                                                            : value.as<FunctionObject>().shown;
            break;
        case Kind::method: {
            // Python writes an address behind it, another one in every run.
            const MethodObject& method = value.as<MethodObject>();
            out += "<built-in method " + std::string(method.entry->name) + " of ";
            out += std::string(python_type_name(method.self)) + " object at 0x7f0000000000>";
            break;
        }
        case Kind::type:
            out += "<class '" + value.as<TypeObject>().name + "'>";
            break;
        case Kind::module:
            out += "<module '" + value.as<ModuleObject>().name + "'>";
            break;
        case Kind::ellipsis:
            out += "Ellipsis";
            break;
        case Kind::object:
        case Kind::time_zone:
            out += value.as<NativeObject>().repr();
            break;
        default:
            out += "<" + std::string(value.type_name()) + " object>";
    }
}

void append_time_text(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::time_delta:
            append_delta(out, value.as<DeltaObject>().micros);
            break;
        case Kind::iso_duration:
            append_iso_duration(out, value.as<IsoDurationObject>().duration);
            break;
        case Kind::date:
            append_iso_date(out, value.as<DateObject>().time);
            break;
        default:
            append_iso_date_time(out, value.as<DateObject>().time, ' ');
    }
}

void append_object(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::time_delta:
        case Kind::iso_duration:
        case Kind::date:
        case Kind::date_time:
            append_time_text(out, value);
            break;
        case Kind::bytes:
        case Kind::raw_object:
        case Kind::raw_array:
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::dict_view:
        case Kind::name_space:
            Printer(out).append_repr(value);
            break;
        default:
            append_named(out, value);
    }
}

}  // namespace

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return (a % b != 0 && ((a < 0) != (b < 0))) ? quotient - 1 : quotient;
}

void append_integer(std::string& out, std::int64_t value) {
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof(digits), value);
    out.append(digits, result.ptr);
}

std::string ascii_of(const Value& value) {
    const std::string repr = value.repr();
    std::string out;
    for (std::size_t at = 0; at < repr.size();) {
        const char32_t code = decode_utf8(repr, at);
        if (code < 0x80) {
            out += static_cast<char>(code);
            continue;
        }
        constexpr std::string_view kDigits = "0123456789abcdef";
        const unsigned width = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
        out += width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U";
        for (unsigned i = width; i-- > 0;) {
            out += kDigits[(code >> (4 * i)) & 0xFU];
        }
    }
    return out;
}

void append_repr_of_text(std::string& out, std::string_view text) {
    const char quote = quote_for(text);
    const auto is_plain = [quote](char c) { return c >= ' ' && c <= '~' && c != quote && c != '\\'; };
    out += quote;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        at = static_cast<std::size_t>(
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_plain) - text.begin());
        if (at != start) {
            out += text.substr(start, at - start);
            continue;
        }
        const char32_t code = decode_utf8(text, at);
        if (append_named_escape(out, code, quote)) {
            continue;
        }
        if (has_property(code, UnicodeProperty::printable)) {
            out += text.substr(start, at - start);
        } else {
            append_unprintable(out, code);
        }
    }
    out += quote;
}

void append_repr_of_bytes(std::string& out, std::string_view octets) {
    const char quote = quote_for(octets);
    out += 'b';
    out += quote;
    for (const char c : octets) {
        const auto code = static_cast<unsigned char>(c);
        if (append_named_escape(out, code, quote)) {
            continue;
        }
        if (code >= 0x20 && code < 0x7F) {
            out += c;
        } else {
            append_escape(out, 'x', code, 2);
        }
    }
    out += quote;
}

void append_iso_date(std::string& out, const CivilTime& time) {
    std::string year = std::to_string(time.year);
    out += std::string(4 - std::min<std::size_t>(4, year.size()), '0') + year;
    out += "-" + two_digits(time.month) + "-" + two_digits(time.day);
}

void append_iso_date_time(std::string& out, const CivilTime& time, char separator) {
    append_iso_date(out, time);
    out += separator;
    out += two_digits(time.hour) + ":" + two_digits(time.minute) + ":" + two_digits(time.second);
    if (time.microsecond != 0) {
        out += "." + microsecond_digits(time.microsecond);
    }
    if (!time.offset_us) {
        return;
    }
    const std::int64_t offset = *time.offset_us < 0 ? -*time.offset_us : *time.offset_us;
    const std::int64_t seconds = offset / kMicrosPerSecond % kSecondsPerDay;
    out += *time.offset_us < 0 ? "-" : "+";
    out += two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
    if (seconds % 60 != 0 || offset % kMicrosPerSecond != 0) {
        out += ":" + two_digits(seconds % 60);
    }
    if (offset % kMicrosPerSecond != 0) {
        out += "." + microsecond_digits(offset % kMicrosPerSecond);
    }
}

void Value::append_to(std::string& out) const {
    switch (kind_) {
        case Kind::missing:
        case Kind::undefined:
            break;
        case Kind::none:
            out += "None";
            break;
        case Kind::boolean:
            out += boolean_ ? "True" : "False";
            break;
        case Kind::integer:
            append_integer(out, integer_);
            break;
        case Kind::big_integer:
            out += as<BigIntegerObject>().number.to_string();
            break;
        case Kind::real:
            out += python_float_text(real_);
            break;
        case Kind::string:
            out += text();
            break;
        default:
            append_object(out, *this);
    }
}

std::string Value::repr() const {
    std::string out;
    Printer(out).append_repr(*this);
    return out;
}

}  // namespace levada::jinja
