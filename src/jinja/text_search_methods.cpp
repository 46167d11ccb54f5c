// Methods of str that search, count, split and join.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "text_tools.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

namespace levada::jinja {

namespace {

/// The part of a text that start and end arguments leave, in bytes and in code points.
struct Range {
    std::string_view part;
    std::size_t first_index = 0;
    bool is_valid = true;  // False when start lies behind the text: nothing is found there, not even "".
};

Outcome<Range> range_of(const Value& self, const Value& start, const Value& end) {
    const std::string_view text = self.text();
    const auto size = static_cast<std::int64_t>(count_code_points(text));
    const auto clamp = [&](std::int64_t index) { return index < 0 ? std::max<std::int64_t>(0, index + size) : index; };
    LEVADA_LET(const std::int64_t from, integer_or(start.is_none() ? Value() : start, 0));
    LEVADA_LET(const std::int64_t to, integer_or(end.is_none() ? Value() : end, size));
    const std::int64_t first = clamp(from);
    const std::int64_t last = std::min(clamp(to), size);
    if (first > last || first > size) {
        return Range{{}, 0, false};
    }
    const std::size_t begin = offset_of(text, static_cast<std::size_t>(first));
    const std::size_t stop = offset_of(text, static_cast<std::size_t>(last));
    return Range{text.substr(begin, stop - begin), static_cast<std::size_t>(first), true};
}

Outcome<std::array<Value, 3>> search_arguments(std::string_view name, Arguments& arguments) {
    return bind<3>(name, arguments, {"sub", "start", "end"}, 1);
}

enum class Direction : std::uint8_t { forward, backward };

/// Index of the text in the range, -1 when it is not there.
Outcome<std::int64_t> found_index(std::string_view name, const Value& self, Arguments& arguments, Direction direction) {
    LEVADA_LET(const auto bound, search_arguments(name, arguments));
    LEVADA_LET(const std::string_view wanted, text_or(bound[0], ""));
    LEVADA_LET(const Range range, range_of(self, bound[1], bound[2]));
    const std::size_t at = direction == Direction::forward ? range.part.find(wanted) : range.part.rfind(wanted);
    if (!range.is_valid || at == std::string_view::npos) {
        return -1;
    }
    return static_cast<std::int64_t>(range.first_index + count_code_points(range.part.substr(0, at)));
}

template <Direction kDirection>
Outcome<Value> find_text(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const std::int64_t index, found_index("find", self, arguments, kDirection));
    return Value::integer(index);
}

template <Direction kDirection>
Outcome<Value> index_of(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const std::int64_t index, found_index("index", self, arguments, kDirection));
    if (index < 0) {
        return fail(FaultKind::value_error, "substring not found");
    }
    return Value::integer(index);
}

Outcome<Value> count(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, search_arguments("count", arguments));
    LEVADA_LET(const std::string_view wanted, text_or(bound[0], ""));
    LEVADA_LET(const Range range, range_of(self, bound[1], bound[2]));
    if (!range.is_valid) {
        return Value::integer(0);
    }
    if (wanted.empty()) {
        return Value::integer(static_cast<std::int64_t>(count_code_points(range.part)) + 1);
    }
    std::int64_t found = 0;
    for (std::size_t at = range.part.find(wanted); at != std::string_view::npos;
         at = range.part.find(wanted, at + wanted.size())) {
        ++found;
    }
    return Value::integer(found);
}

enum class Side : std::uint8_t { start, end };

bool has_affix(std::string_view text, std::string_view affix, Side side) {
    if (text.size() < affix.size()) {
        return false;
    }
    return side == Side::start ? text.substr(0, affix.size()) == affix
                               : text.substr(text.size() - affix.size()) == affix;
}

template <Side kSide>
Outcome<Value> begins_or_ends(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, search_arguments("startswith", arguments));
    LEVADA_LET(const Range range, range_of(self, bound[1], bound[2]));
    if (bound[0].is(Kind::tuple)) {
        for (const Value& item : bound[0].as<ListObject>().items) {
            LEVADA_LET(const std::string_view affix, text_or(item, ""));
            if (range.is_valid && has_affix(range.part, affix, kSide)) {
                return Value::boolean(true);
            }
        }
        return Value::boolean(false);
    }
    LEVADA_LET(const std::string_view affix, text_or(bound[0], ""));
    return Value::boolean(range.is_valid && has_affix(range.part, affix, kSide));
}

template <Side kSide>
Outcome<Value> remove_affix(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("removeprefix", arguments, {"affix"}, 1));
    LEVADA_LET(const std::string_view affix, text_or(bound[0], ""));
    std::string_view text = self.text();
    if (has_affix(text, affix, kSide)) {
        text = kSide == Side::start ? text.substr(affix.size()) : text.substr(0, text.size() - affix.size());
    }
    return self.slice_of_text(text);
}

Outcome<Value> replace(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("replace", arguments, {"old", "new", "count"}, 2));
    LEVADA_LET(const std::string_view old_text, text_or(bound[0], ""));
    LEVADA_LET(const std::string_view new_text, text_or(bound[1], ""));
    LEVADA_LET(const std::int64_t count_max, integer_or(bound[2], -1));
    LEVADA_LET(std::string out, replaced(self.text(), old_text, new_text, count_max));
    return make_text(std::move(out), self.is_markup());
}

// ---- splitting

Value list_of_parts(const Value& self, const std::vector<std::string_view>& parts) {
    std::vector<Value> items;
    items.reserve(parts.size());
    for (const std::string_view part : parts) {
        items.push_back(self.slice_of_text(part));
    }
    return Value::list(std::move(items));
}

std::vector<std::string_view> split_blanks(std::string_view text, std::int64_t splits_max) {
    std::vector<std::string_view> parts;
    std::string_view rest = strip_left(text);
    while (!rest.empty()) {
        if (splits_max >= 0 && static_cast<std::int64_t>(parts.size()) >= splits_max) {
            parts.push_back(rest);
            break;
        }
        std::size_t end = 0;
        while (end < rest.size()) {
            std::size_t next = end;
            if (is_space(decode_utf8(rest, next))) {
                break;
            }
            end = next;
        }
        parts.push_back(rest.substr(0, end));
        rest = strip_left(rest.substr(end));
    }
    return parts;
}

std::vector<std::string_view> split_blanks_backward(std::string_view text, std::int64_t splits_max) {
    std::vector<std::string_view> parts;
    std::string_view rest = strip_right(text);
    while (!rest.empty()) {
        if (splits_max >= 0 && static_cast<std::int64_t>(parts.size()) >= splits_max) {
            parts.push_back(rest);
            break;
        }
        std::size_t start = rest.size();
        while (start > 0) {
            const std::size_t previous = previous_offset(rest, start);
            std::size_t look = previous;
            if (is_space(decode_utf8(rest, look))) {
                break;
            }
            start = previous;
        }
        parts.push_back(rest.substr(start));
        rest = strip_right(rest.substr(0, start));
    }
    std::reverse(parts.begin(), parts.end());
    return parts;
}

std::vector<std::string_view> split_by(std::string_view text, std::string_view separator, std::int64_t splits_max) {
    std::vector<std::string_view> parts;
    std::size_t from = 0;
    while (splits_max < 0 || static_cast<std::int64_t>(parts.size()) < splits_max) {
        const std::size_t at = text.find(separator, from);
        if (at == std::string_view::npos) {
            break;
        }
        parts.push_back(text.substr(from, at - from));
        from = at + separator.size();
    }
    parts.push_back(text.substr(from));
    return parts;
}

std::vector<std::string_view> split_by_backward(std::string_view text,
                                                std::string_view separator,
                                                std::int64_t splits_max) {
    std::vector<std::string_view> parts;
    std::size_t end = text.size();
    while (splits_max < 0 || static_cast<std::int64_t>(parts.size()) < splits_max) {
        const std::size_t at =
            end < separator.size() ? std::string_view::npos : text.rfind(separator, end - separator.size());
        if (at == std::string_view::npos) {
            break;
        }
        parts.push_back(text.substr(at + separator.size(), end - at - separator.size()));
        end = at;
    }
    parts.push_back(text.substr(0, end));
    std::reverse(parts.begin(), parts.end());
    return parts;
}

template <Direction kDirection>
Outcome<Value> split(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("split", arguments, {"sep", "maxsplit"}));
    LEVADA_LET(const std::int64_t splits_max, integer_or(bound[1], -1));
    const std::string_view text = self.text();
    constexpr bool kIsForward = kDirection == Direction::forward;
    if (bound[0].is_missing() || bound[0].is_none()) {
        return list_of_parts(self,
                             kIsForward ? split_blanks(text, splits_max) : split_blanks_backward(text, splits_max));
    }
    LEVADA_LET(const std::string_view separator, text_or(bound[0], ""));
    if (separator.empty()) {
        return fail(FaultKind::value_error, "empty separator");
    }
    return list_of_parts(
        self, kIsForward ? split_by(text, separator, splits_max) : split_by_backward(text, separator, splits_max));
}

template <Direction kDirection>
Outcome<Value> partition(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("partition", arguments, {"sep"}, 1));
    LEVADA_LET(const std::string_view separator, text_or(bound[0], ""));
    if (separator.empty()) {
        return fail(FaultKind::value_error, "empty separator");
    }
    const std::string_view text = self.text();
    constexpr bool kIsForward = kDirection == Direction::forward;
    const std::size_t at = kIsForward ? text.find(separator) : text.rfind(separator);
    std::vector<Value> parts(3, Value::borrowed("").with_flags(self.flags()));
    if (at == std::string_view::npos) {
        parts[kIsForward ? 0 : 2] = self;
    } else {
        parts[0] = self.slice_of_text(text.substr(0, at));
        parts[1] = bound[0].with_flags(self.flags());
        parts[2] = self.slice_of_text(text.substr(at + separator.size()));
    }
    return Value::tuple(std::move(parts));
}

Outcome<Value> split_lines(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("splitlines", arguments, {"keepends"}));
    return list_of_parts(self, lines_of(self.text(), truth_or(bound[0], false) ? LineEnds::kept : LineEnds::dropped));
}

Outcome<Value> join(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("join", arguments, {"iterable"}, 1));
    LEVADA_LET(const std::vector<Value> items, bound[0].items());
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].is_string() && !self.is_markup()) {
            return fail(FaultKind::type_error,
                        "sequence item " + std::to_string(i) + ": expected str instance, " +
                            std::string(items[i].type_name()) + " found");
        }
        out += i == 0 ? std::string_view() : self.text();
        if (self.is_markup()) {
            append_escaped(out, items[i]);
        } else {
            out += items[i].text();
        }
    }
    return make_text(std::move(out), self.is_markup());
}

constexpr MethodEntry kMethods[] = {
    {"find", find_text<Direction::forward>},
    {"rfind", find_text<Direction::backward>},
    {"index", index_of<Direction::forward>},
    {"rindex", index_of<Direction::backward>},
    {"count", count},
    {"startswith", begins_or_ends<Side::start>},
    {"endswith", begins_or_ends<Side::end>},
    {"removeprefix", remove_affix<Side::start>},
    {"removesuffix", remove_affix<Side::end>},
    {"replace", replace},
    {"split", split<Direction::forward>},
    {"rsplit", split<Direction::backward>},
    {"partition", partition<Direction::forward>},
    {"rpartition", partition<Direction::backward>},
    {"splitlines", split_lines},
    {"join", join},
};

}  // namespace

std::span<const MethodEntry> text_search_methods() {
    return kMethods;
}

}  // namespace levada::jinja
