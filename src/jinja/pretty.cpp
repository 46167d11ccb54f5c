#include "pretty.h"

#include "objects.h"
#include "ops.h"
#include "text.h"
#include "text_tools.h"
#include "unicode.h"

#include <algorithm>
#include <vector>

namespace levada::jinja {

namespace {

constexpr std::size_t kWidth = 80;
constexpr int kDepthMax = 100;

bool is_container(const Value& value) {
    return value.is(Kind::list) || value.is(Kind::tuple) || value.is(Kind::dict) || value.is(Kind::set);
}

/// A pair made by groupby prints itself: pprint leaves it alone.
bool is_group(const Value& value) {
    return value.is(Kind::tuple) && (value.flags() & kGroupTuple) != 0;
}

std::vector<DictObject::Entry> sorted_entries(const DictObject& dict) {
    std::vector<DictObject::Entry> entries = dict.entries();
    std::stable_sort(entries.begin(), entries.end(), [](const DictObject::Entry& a, const DictObject::Entry& b) {
        const Outcome<bool> less = ordered(Ordering::less, a.key, b.key);
        return less ? *less : a.key.type_name() < b.key.type_name();
    });
    return entries;
}

/// The value with the keys of all its dicts sorted.
Value with_sorted_keys(const Value& original, int depth) {
    Value value = original.materialized();
    if (!is_container(value) || value.is(Kind::set) || is_group(value) || depth > kDepthMax) {
        return value;
    }
    if (value.is(Kind::dict)) {
        Value result = Value::empty_dict();
        for (const DictObject::Entry& entry : sorted_entries(value.as<DictObject>())) {
            result.as<DictObject>().set(entry.key, with_sorted_keys(entry.value, depth + 1));
        }
        return result;
    }
    std::vector<Value> items;
    for (const Value& item : value.as<ListObject>().items) {
        items.push_back(with_sorted_keys(item, depth + 1));
    }
    return value.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value::list(std::move(items));
}

class PrettyPrinter {
public:
    std::string run(const Value& value) {
        format(value, 0, 0);
        return std::move(out_);
    }

private:
    /// `indent` is the column of the value, `allowance` what follows it on its last line.
    void format(const Value& value, std::size_t indent, std::size_t allowance) {
        const std::string flat = value.repr();
        if (count_code_points(flat) + indent + allowance <= kWidth || !may_break(value)) {
            out_ += flat;
        } else if (value.is(Kind::dict)) {
            format_dict(value.as<DictObject>(), indent, allowance);
        } else if (value.is_string()) {
            format_text(value.text(), indent, allowance);
        } else if (value.is(Kind::bytes)) {
            format_bytes(value.text(), indent, allowance);
        } else {
            format_items(value, indent, allowance);
        }
    }

    static bool may_break(const Value& value) {
        constexpr std::size_t kBytesMin = 5;
        return (is_container(value) && !is_group(value)) || (value.is_string() && !value.is_markup()) ||
               (value.is(Kind::bytes) && value.text().size() >= kBytesMin);
    }

    void new_line(std::size_t indent) {
        out_ += ",\n";
        out_.append(indent, ' ');
    }

    void format_dict(const DictObject& dict, std::size_t indent, std::size_t allowance) {
        out_ += '{';
        const std::size_t last = dict.size() - 1;
        for (std::size_t i = 0; i < dict.size(); ++i) {
            const DictObject::Entry& entry = dict.entries()[i];
            const std::string key = entry.key.repr();
            out_ += key + ": ";
            format(entry.value, indent + count_code_points(key) + 3, i == last ? allowance + 1 : 1);
            if (i != last) {
                new_line(indent + 1);
            }
        }
        out_ += '}';
    }

    void format_items(const Value& value, std::size_t indent, std::size_t allowance) {
        const std::vector<Value>& items = value.as<ListObject>().items;
        const bool is_single_tuple = value.is(Kind::tuple) && items.size() == 1;
        const std::string_view brackets = value.is(Kind::list) ? "[]" : value.is(Kind::tuple) ? "()" : "{}";
        out_ += brackets[0];
        for (std::size_t i = 0; i < items.size(); ++i) {
            const bool is_last = i + 1 == items.size();
            format(items[i], indent + 1, is_last ? allowance + (is_single_tuple ? 2U : 1U) : 1);
            if (!is_last) {
                new_line(indent + 1);
            }
        }
        out_ += is_single_tuple ? "," : "";
        out_ += brackets[1];
    }

    /// Adjacent literals, one a line: lines, and those that are too long cut behind blanks.
    /// Source: CPython 3.11, pprint._pprint_str.
    void format_text(std::string_view text, std::size_t indent, std::size_t allowance) {
        const bool is_outermost = indent == 0;
        const std::size_t column = indent + (is_outermost ? 1 : 0);
        const std::size_t room = room_at(column);
        const std::size_t room_last = room - std::min(room, allowance + (is_outermost ? 1 : 0));
        std::vector<std::string> literals;
        const std::vector<std::string_view> lines = lines_of(text, LineEnds::kept);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool is_last_line = i + 1 == lines.size();
            std::string literal = literal_of(lines[i]);
            if (count_code_points(literal) <= (is_last_line ? room_last : room)) {
                literals.push_back(std::move(literal));
            } else {
                cut(lines[i], room, is_last_line ? room_last : room, literals);
            }
        }
        put_literals(literals, column, is_outermost && literals.size() > 1);
    }

    /// Source: CPython 3.11, pprint._pprint_bytes: four octets at a time.
    void format_bytes(std::string_view octets, std::size_t indent, std::size_t allowance) {
        constexpr std::size_t kStep = 4;
        const bool is_outermost = indent == 0;
        const std::size_t column = indent + (is_outermost ? 1 : 0);
        std::size_t room = room_at(column);
        std::vector<std::string> literals;
        std::size_t start = 0;
        for (std::size_t at = 0; at < octets.size(); at += kStep) {
            room -= at == octets.size() / kStep * kStep ? std::min(room, allowance + (is_outermost ? 1 : 0)) : 0;
            const std::size_t end = std::min(at + kStep, octets.size());
            if (at > start && literal_of_bytes(octets.substr(start, end - start)).size() > room) {
                literals.push_back(literal_of_bytes(octets.substr(start, at - start)));
                start = at;
            }
        }
        literals.push_back(literal_of_bytes(octets.substr(start)));
        put_literals(literals, column, is_outermost);
    }

    static std::size_t room_at(std::size_t column) { return kWidth - std::min(kWidth, column); }

    static std::string literal_of(std::string_view text) {
        std::string shown;
        append_repr_of_text(shown, text);
        return shown;
    }

    static std::string literal_of_bytes(std::string_view octets) {
        std::string shown;
        append_repr_of_bytes(shown, octets);
        return shown;
    }

    static void cut(std::string_view line,
                    std::size_t room,
                    std::size_t room_last,
                    std::vector<std::string>& literals) {
        const std::vector<std::string_view> words = words_of(line);
        std::size_t start = 0;
        std::size_t end = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::size_t end_before = end;
            end += words[i].size();
            const std::string literal = literal_of(line.substr(start, end - start));
            if (count_code_points(literal) > (i + 1 == words.size() ? room_last : room) && end_before > start) {
                literals.push_back(literal_of(line.substr(start, end_before - start)));
                start = end_before;
            }
        }
        literals.push_back(literal_of(line.substr(start)));
    }

    void put_literals(const std::vector<std::string>& literals, std::size_t column, bool has_brackets) {
        out_ += has_brackets ? "(" : "";
        for (std::size_t i = 0; i < literals.size(); ++i) {
            if (i != 0) {
                out_ += '\n';
                out_.append(column, ' ');
            }
            out_ += literals[i];
        }
        out_ += has_brackets ? ")" : "";
    }

    /// Words with the blanks behind them.
    static std::vector<std::string_view> words_of(std::string_view text) {
        std::vector<std::string_view> words;
        std::size_t start = 0;
        bool is_in_blanks = false;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            const bool is_blank = is_space(decode_utf8(text, at));
            if (is_in_blanks && !is_blank) {
                words.push_back(text.substr(start, begin - start));
                start = begin;
            }
            is_in_blanks = is_blank;
        }
        words.push_back(text.substr(start));
        return words;
    }

    std::string out_;
};

}  // namespace

std::string pretty_repr(const Value& value) {
    return PrettyPrinter().run(with_sorted_keys(value, 0));
}

}  // namespace levada::jinja
