// Methods of bytes: octets, no text; only ASCII letters have case.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "text_codecs.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cctype>

#include "levada/base/hash.h"

namespace levada::jinja {

namespace {

constexpr std::string_view kBlanks = " \t\n\r\f\v";

Outcome<std::string_view> octets_of(const Value& value) {
    if (!value.is(Kind::bytes)) {
        return fail(FaultKind::type_error,
                    "a bytes-like object is required, not '" + std::string(value.type_name()) + "'");
    }
    return value.text();
}

/// What find and count look for: bytes, or one octet as a number.
Outcome<std::string> needle_of(const Value& value) {
    if (!is_integral(value)) {
        LEVADA_LET(const std::string_view octets, octets_of(value));
        return std::string(octets);
    }
    const std::optional<std::int64_t> octet = small_integer(value);
    if (!octet || *octet < 0 || *octet > 255) {
        return fail(FaultKind::value_error, "byte must be in range(0, 256)");
    }
    return std::string(1, static_cast<char>(*octet));
}

/// The part that start and end arguments leave; nothing where start lies behind the end.
struct Part {
    std::optional<std::string_view> octets;
    std::int64_t first = 0;
};

Outcome<Part> part_of(const Value& self, const Value& start, const Value& end) {
    const auto size = static_cast<std::int64_t>(self.text().size());
    const auto place = [&](std::int64_t index) { return index < 0 ? std::max<std::int64_t>(0, index + size) : index; };
    LEVADA_LET(const std::int64_t from, integer_or(start.is_none() ? Value() : start, 0));
    LEVADA_LET(const std::int64_t to, integer_or(end.is_none() ? Value() : end, size));
    const std::int64_t first = place(from);
    const std::int64_t last = std::min(place(to), size);
    if (first > last) {
        return Part{};
    }
    return Part{self.text().substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)), first};
}

enum class Direction : std::uint8_t { forward, backward };

Outcome<std::int64_t> found_index(const Value& self, Arguments& arguments, Direction direction) {
    LEVADA_LET(const auto bound, bind<3>("find", arguments, {"sub", "start", "end"}, 1));
    LEVADA_LET(const std::string needle, needle_of(bound[0]));
    LEVADA_LET(const Part part, part_of(self, bound[1], bound[2]));
    if (!part.octets) {
        return -1;
    }
    const std::size_t at = direction == Direction::forward ? part.octets->find(needle) : part.octets->rfind(needle);
    return at == std::string_view::npos ? -1 : part.first + static_cast<std::int64_t>(at);
}

template <Direction kDirection>
Outcome<Value> find_octets(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const std::int64_t index, found_index(self, arguments, kDirection));
    return Value::integer(index);
}

template <Direction kDirection>
Outcome<Value> index_of(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const std::int64_t index, found_index(self, arguments, kDirection));
    return index < 0 ? fail(FaultKind::value_error, "subsection not found") : Outcome<Value>(Value::integer(index));
}

Outcome<Value> count(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("count", arguments, {"sub", "start", "end"}, 1));
    LEVADA_LET(const std::string needle, needle_of(bound[0]));
    LEVADA_LET(const Part part, part_of(self, bound[1], bound[2]));
    if (!part.octets) {
        return Value::integer(0);
    }
    if (needle.empty()) {
        return Value::integer(static_cast<std::int64_t>(part.octets->size()) + 1);
    }
    std::int64_t found = 0;
    for (std::size_t at = part.octets->find(needle); at != std::string_view::npos;
         at = part.octets->find(needle, at + needle.size())) {
        ++found;
    }
    return Value::integer(found);
}

enum class Side : std::uint8_t { start, end };

bool has_affix(std::string_view octets, std::string_view affix, Side side) {
    return side == Side::start ? octets.starts_with(affix) : octets.ends_with(affix);
}

template <Side kSide>
Outcome<Value> begins_or_ends(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("startswith", arguments, {"prefix", "start", "end"}, 1));
    const bool is_several = bound[0].is(Kind::tuple);
    const std::vector<Value> affixes = is_several ? bound[0].as<ListObject>().items : std::vector<Value>{bound[0]};
    LEVADA_LET(const Part part, part_of(self, bound[1], bound[2]));
    for (const Value& affix : affixes) {
        LEVADA_LET(const std::string_view octets, octets_of(affix));
        if (part.octets && has_affix(*part.octets, octets, kSide)) {
            return Value::boolean(true);
        }
    }
    return Value::boolean(false);
}

template <Side kSide>
Outcome<Value> remove_affix(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("removeprefix", arguments, {"affix"}, 1));
    LEVADA_LET(const std::string_view affix, octets_of(bound[0]));
    std::string_view octets = self.text();
    if (has_affix(octets, affix, kSide)) {
        octets = kSide == Side::start ? octets.substr(affix.size()) : octets.substr(0, octets.size() - affix.size());
    }
    return Value::bytes(std::string(octets));
}

Outcome<Value> replace(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("replace", arguments, {"old", "new", "count"}, 2));
    LEVADA_LET(const std::string_view before, octets_of(bound[0]));
    LEVADA_LET(const std::string_view after, octets_of(bound[1]));
    LEVADA_LET(std::int64_t left, integer_or(bound[2], -1));
    std::string out;
    std::string_view rest = self.text();
    while (left != 0) {
        const std::size_t at = rest.find(before);
        if (at == std::string_view::npos) {
            break;
        }
        --left;
        out.append(rest.substr(0, at)).append(after);
        rest.remove_prefix(at + before.size());
        if (!before.empty()) {
            continue;
        }
        if (rest.empty()) {
            return Value::bytes(std::move(out));
        }
        out += rest.front();
        rest.remove_prefix(1);
    }
    return Value::bytes(out.append(rest));
}

std::string_view stripped(std::string_view octets, std::string_view unwanted, bool at_start, bool at_end) {
    const std::size_t first = at_start ? std::min(octets.find_first_not_of(unwanted), octets.size()) : 0;
    octets.remove_prefix(first);
    const std::size_t last = at_end ? octets.find_last_not_of(unwanted) : octets.size() - 1;
    return octets.empty() || last == std::string_view::npos ? std::string_view() : octets.substr(0, last + 1);
}

template <bool kAtStart, bool kAtEnd>
Outcome<Value> strip(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("strip", arguments, {"bytes"}));
    std::string_view unwanted = kBlanks;
    if (!bound[0].is_missing() && !bound[0].is_none()) {
        LEVADA_LET(unwanted, octets_of(bound[0]));
    }
    return Value::bytes(std::string(stripped(self.text(), unwanted, kAtStart, kAtEnd)));
}

Outcome<Value> split(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("split", arguments, {"sep", "maxsplit"}));
    LEVADA_LET(std::int64_t left, integer_or(bound[1], -1));
    const bool is_by_blanks = bound[0].is_missing() || bound[0].is_none();
    std::string_view separator;
    if (!is_by_blanks) {
        LEVADA_LET(separator, octets_of(bound[0]));
        if (separator.empty()) {
            return fail(FaultKind::value_error, "empty separator");
        }
    }
    std::vector<Value> parts;
    std::string_view rest = is_by_blanks ? stripped(self.text(), kBlanks, true, false) : self.text();
    const auto find = [&] { return is_by_blanks ? rest.find_first_of(kBlanks) : rest.find(separator); };
    for (std::size_t at = find(); left != 0 && at != std::string_view::npos; at = find()) {
        --left;
        parts.push_back(Value::bytes(std::string(rest.substr(0, at))));
        rest.remove_prefix(at + (is_by_blanks ? 1 : separator.size()));
        rest = is_by_blanks ? stripped(rest, kBlanks, true, false) : rest;
    }
    const std::string_view last = is_by_blanks ? stripped(rest, kBlanks, false, true) : rest;
    if (!is_by_blanks || !last.empty()) {
        parts.push_back(Value::bytes(std::string(last)));
    }
    return Value::list(std::move(parts));
}

Outcome<Value> join(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("join", arguments, {"iterable_of_bytes"}, 1));
    LEVADA_LET(const std::vector<Value> parts, bound[0].items());
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        LEVADA_LET(const std::string_view octets, octets_of(parts[i]));
        out.append(i == 0 ? std::string_view() : self.text()).append(octets);
    }
    return Value::bytes(std::move(out));
}

template <int (*kChange)(int)>
Outcome<Value> changed_case(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("upper", arguments));
    std::string out(self.text());
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(kChange(c)) : static_cast<char>(c);
    });
    return Value::bytes(std::move(out));
}

template <int (*kIs)(int)>
Outcome<Value> all_are(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isalpha", arguments));
    const std::string_view octets = self.text();
    return Value::boolean(!octets.empty() && std::all_of(octets.begin(), octets.end(), [](unsigned char c) {
        return c < 0x80 && kIs(c) != 0;
    }));
}

int other_case(int octet) {
    return std::isupper(octet) != 0 ? std::tolower(octet) : std::toupper(octet);
}

/// isupper and islower: no letter of the other case, and one at least.
template <int (*kIs)(int), int (*kIsOther)(int)>
Outcome<Value> is_cased(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isupper", arguments));
    const std::string_view octets = self.text();
    const auto any = [&](int (*is)(int)) {
        return std::any_of(octets.begin(), octets.end(), [is](unsigned char c) { return c < 0x80 && is(c) != 0; });
    };
    return Value::boolean(any(kIs) && !any(kIsOther));
}

/// Bytes as a text of the same length, and back: for methods that do not ask what a character is.
Value text_of(std::string_view octets) {
    std::string text;
    for (const char octet : octets) {
        append_utf8(text, static_cast<unsigned char>(octet));
    }
    return Value::string(std::move(text));
}

Value octets_of_result(const Value& value) {
    if (value.is_string()) {
        std::string octets;
        for (std::size_t at = 0; at < value.text().size();) {
            octets += static_cast<char>(decode_utf8(value.text(), at));
        }
        return Value::bytes(std::move(octets));
    }
    if (!value.is(Kind::list) && !value.is(Kind::tuple)) {
        return value;
    }
    std::vector<Value> items;
    for (const Value& item : value.as<ListObject>().items) {
        items.push_back(octets_of_result(item));
    }
    return value.is(Kind::list) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
}

constexpr char kCenter[] = "center";
constexpr char kLeft[] = "ljust";
constexpr char kRight[] = "rjust";
constexpr char kZeros[] = "zfill";
constexpr char kPartition[] = "partition";
constexpr char kLastPartition[] = "rpartition";
constexpr char kTabs[] = "expandtabs";
constexpr char kLastSplit[] = "rsplit";
constexpr char kTitle[] = "title";
constexpr char kCapitalize[] = "capitalize";
constexpr char kIsTitle[] = "istitle";

enum class Octets : std::uint8_t { any, ascii };

/// The method of the same name of str. `kFor`: those that know letters are right for ASCII only.
template <const char* kName, Octets kFor>
Outcome<Value> as_text(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    if (kFor == Octets::ascii && !is_ascii(self.text())) {
        return fail(FaultKind::unsupported, "bytes." + std::string(kName) + " of other bytes than ASCII");
    }
    for (Value& argument : arguments.positional) {
        if (argument.is(Kind::bytes)) {
            argument = text_of(argument.text());
        } else if (argument.is_string()) {
            LEVADA_DO(octets_of(argument));
        }
    }
    const Value text = text_of(self.text());
    LEVADA_LET(const Value result, find_method(text, kName)->function(evaluator, text, arguments));
    return octets_of_result(result);
}

Outcome<Value> is_all_ascii(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isascii", arguments));
    return Value::boolean(is_ascii(self.text()));
}

Outcome<Value> hex(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("hex", arguments));
    return Value::string(to_hex(self.text()));
}

Outcome<Value> decode(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("decode", arguments, {"encoding", "errors"}));
    LEVADA_LET(const std::string_view encoding, text_or(bound[0], "utf-8"));
    LEVADA_LET(const std::string_view errors, text_or(bound[1], "strict"));
    LEVADA_LET(std::string text, decode_octets(self.text(), encoding, errors));
    return Value::string(std::move(text));
}

constexpr MethodEntry kMethods[] = {
    {"hex", hex},
    {"decode", decode},
    {"find", find_octets<Direction::forward>},
    {"rfind", find_octets<Direction::backward>},
    {"index", index_of<Direction::forward>},
    {"rindex", index_of<Direction::backward>},
    {"count", count},
    {"startswith", begins_or_ends<Side::start>},
    {"endswith", begins_or_ends<Side::end>},
    {"removeprefix", remove_affix<Side::start>},
    {"removesuffix", remove_affix<Side::end>},
    {"replace", replace},
    {"strip", strip<true, true>},
    {"lstrip", strip<true, false>},
    {"rstrip", strip<false, true>},
    {"split", split},
    {"join", join},
    {"upper", changed_case<std::toupper>},
    {"swapcase", changed_case<other_case>},
    {"lower", changed_case<std::tolower>},
    {"isalpha", all_are<std::isalpha>},
    {"isdigit", all_are<std::isdigit>},
    {"isalnum", all_are<std::isalnum>},
    {"isspace", all_are<std::isspace>},
    {"isupper", is_cased<std::isupper, std::islower>},
    {"islower", is_cased<std::islower, std::isupper>},
    {"isascii", is_all_ascii},
    {"center", as_text<kCenter, Octets::any>},
    {"ljust", as_text<kLeft, Octets::any>},
    {"rjust", as_text<kRight, Octets::any>},
    {"zfill", as_text<kZeros, Octets::any>},
    {"partition", as_text<kPartition, Octets::any>},
    {"rpartition", as_text<kLastPartition, Octets::any>},
    {"expandtabs", as_text<kTabs, Octets::any>},
    {"rsplit", as_text<kLastSplit, Octets::ascii>},
    {"title", as_text<kTitle, Octets::ascii>},
    {"capitalize", as_text<kCapitalize, Octets::ascii>},
    {"istitle", as_text<kIsTitle, Octets::ascii>},
};

}  // namespace

std::span<const MethodEntry> bytes_methods() {
    return kMethods;
}

}  // namespace levada::jinja
