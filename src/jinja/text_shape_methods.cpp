// Methods of str that strip, pad, encode and translate; methods of bytes.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "text_codecs.h"
#include "text_tools.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

#include "levada/base/hash.h"

namespace levada::jinja {

namespace {

constexpr std::int64_t kWidthMax = 100'000'000;

template <StripSides kSides>
Outcome<Value> strip_method(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("strip", arguments, {"chars"}));
    std::string_view text = self.text();
    if (!bound[0].is_missing() && !bound[0].is_none()) {
        LEVADA_LET(const std::string_view characters, text_or(bound[0], ""));
        return self.slice_of_text(stripped_of(text, characters, kSides));
    }
    text = kSides == StripSides::right ? text : strip_left(text);
    return self.slice_of_text(kSides == StripSides::left ? text : strip_right(text));
}

enum class Align : std::uint8_t { left, right, center };

template <Align kAlign>
Outcome<Value> aligned(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("ljust", arguments, {"width", "fillchar"}, 1));
    LEVADA_LET(const std::int64_t width, integer_or(bound[0], 0));
    LEVADA_LET(const std::string_view fill, text_or(bound[1], " "));
    if (count_code_points(fill) != 1) {
        return fail(FaultKind::type_error, "The fill character must be exactly one character long");
    }
    const auto size = static_cast<std::int64_t>(count_code_points(self.text()));
    if (width > kWidthMax) {
        return fail(FaultKind::memory_error, "width beyond the limit");
    }
    const std::int64_t missing = std::max<std::int64_t>(0, width - size);
    // Python's center puts the odd blank to the left only when the width is odd too.
    const std::int64_t left = kAlign == Align::left    ? 0
                              : kAlign == Align::right ? missing
                                                       : missing / 2 + (missing & width & 1);
    std::string out;
    for (std::int64_t i = 0; i < left; ++i) {
        out += fill;
    }
    out += self.text();
    for (std::int64_t i = left; i < missing; ++i) {
        out += fill;
    }
    return make_text(std::move(out), self.is_markup());
}

Outcome<Value> zero_fill(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("zfill", arguments, {"width"}, 1));
    LEVADA_LET(const std::int64_t width, integer_or(bound[0], 0));
    const std::string_view text = self.text();
    const auto size = static_cast<std::int64_t>(count_code_points(text));
    if (width > kWidthMax) {
        return fail(FaultKind::memory_error, "width beyond the limit");
    }
    const bool has_sign = !text.empty() && (text[0] == '-' || text[0] == '+');
    std::string out(text.substr(0, has_sign ? 1 : 0));
    out.append(static_cast<std::size_t>(std::max<std::int64_t>(0, width - size)), '0');
    out += text.substr(has_sign ? 1 : 0);
    return make_text(std::move(out), self.is_markup());
}

Outcome<Value> expand_tabs(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("expandtabs", arguments, {"tabsize"}));
    LEVADA_LET(const std::int64_t tab_size, integer_or(bound[0], 8));
    if (tab_size > kWidthMax) {
        return fail(FaultKind::overflow_error, "tab size beyond the limit");
    }
    std::string out;
    std::int64_t column = 0;
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        if (code == '\t') {
            const std::int64_t blanks = tab_size > 0 ? tab_size - column % tab_size : 0;
            out.append(static_cast<std::size_t>(blanks), ' ');
            column += blanks;
            continue;
        }
        out += text.substr(start, at - start);
        column = code == '\n' || code == '\r' ? 0 : column + 1;
    }
    return make_text(std::move(out), self.is_markup());
}

Outcome<Value> encode(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("encode", arguments, {"encoding", "errors"}));
    LEVADA_LET(const std::string_view encoding, text_or(bound[0], "utf-8"));
    LEVADA_LET(const std::string_view errors, text_or(bound[1], "strict"));
    LEVADA_LET(std::string octets, encode_text(self.text(), encoding, errors));
    return Value::bytes(std::move(octets));
}

/// The characters of two texts paired, and those of a third mapped to None; or the keys of a dict as code points.
Outcome<Value> make_translation(Evaluator& /*evaluator*/, const Value& /*self*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("maketrans", arguments, {"x", "y", "z"}, 1));
    Value table = Value::empty_dict();
    const auto code_of = [](std::string_view text, std::size_t& at) {
        return Value::integer(static_cast<std::int64_t>(decode_utf8(text, at)));
    };
    if (bound[1].is_missing()) {
        const Value map = bound[0].materialized();
        if (!map.is(Kind::dict)) {
            return fail(FaultKind::type_error, "if you give only one argument to maketrans it must be a dict");
        }
        for (const DictObject::Entry& entry : map.as<DictObject>().entries()) {
            if (entry.key.is_string() && count_code_points(entry.key.text()) != 1) {
                return fail(FaultKind::value_error, "string keys in translate table must be of length 1");
            }
            if (!entry.key.is_string() && !is_integral(entry.key)) {
                return fail(FaultKind::type_error, "keys in translate table must be strings or integers");
            }
            std::size_t at = 0;
            table.as<DictObject>().set(entry.key.is_string() ? code_of(entry.key.text(), at) : entry.key, entry.value);
        }
        return table;
    }
    LEVADA_LET(const std::string_view from, text_or(bound[0], ""));
    LEVADA_LET(const std::string_view into, text_or(bound[1], ""));
    LEVADA_LET(const std::string_view deleted, text_or(bound[2], ""));
    if (count_code_points(from) != count_code_points(into)) {
        return fail(FaultKind::value_error, "the first two maketrans arguments must have equal length");
    }
    for (std::size_t i = 0, j = 0; i < from.size();) {
        Value key = code_of(from, i);
        table.as<DictObject>().set(std::move(key), code_of(into, j));
    }
    for (std::size_t i = 0; i < deleted.size();) {
        table.as<DictObject>().set(code_of(deleted, i), Value::none());
    }
    return table;
}

/// str.translate with a dict of code points; None deletes.
Outcome<Value> translate(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("translate", arguments, {"table"}, 1));
    const Value table = bound[0].materialized();
    if (!table.is(Kind::dict)) {
        return fail(FaultKind::type_error, "the table must be a dict");
    }
    std::string out;
    const std::string_view text = self.text();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        const Value* mapped = table.as<DictObject>().find(Value::integer(static_cast<std::int64_t>(code)));
        if (mapped == nullptr) {
            out += text.substr(start, at - start);
        } else if (mapped->is(Kind::integer)) {
            append_utf8(out, static_cast<char32_t>(mapped->as_integer()));
        } else if (mapped->is_string()) {
            out += mapped->text();
        }
    }
    return make_text(std::move(out), self.is_markup());
}

Outcome<Value> unescape(Evaluator& /*evaluator*/, const Value& self, Arguments& /*arguments*/) {
    std::string out(self.text());
    constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&#34;", "\""}, {"&#39;", "'"}, {"&quot;", "\""}, {"&amp;", "&"}};
    for (const auto& [entity, character] : kEntities) {
        LEVADA_LET(out, replaced(out, entity, character, -1));
    }
    return Value::string(std::move(out));
}

constexpr MethodEntry kTextMethods[] = {
    {"strip", strip_method<StripSides::both>},
    {"lstrip", strip_method<StripSides::left>},
    {"rstrip", strip_method<StripSides::right>},
    {"ljust", aligned<Align::left>},
    {"rjust", aligned<Align::right>},
    {"center", aligned<Align::center>},
    {"zfill", zero_fill},
    {"expandtabs", expand_tabs},
    {"encode", encode},
    {"translate", translate},
    {"maketrans", make_translation},
    {"unescape", unescape},
};

}  // namespace

std::span<const MethodEntry> text_shape_methods() {
    return kTextMethods;
}

}  // namespace levada::jinja
