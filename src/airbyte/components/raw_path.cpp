#include "raw_path.h"

#include "json_scan.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

namespace levada::airbyte {

namespace {

constexpr std::string_view kStar = "*";

std::optional<std::int64_t> index_of(const dpath::Step& step) {
    if (step.number) {
        return step.number;
    }
    std::int64_t value = 0;
    const char* end = step.text.data() + step.text.size();
    const auto [at, error] = std::from_chars(step.text.data(), end, value);
    return error == std::errc() && at == end && !step.text.empty() ? std::optional<std::int64_t>(value) : std::nullopt;
}

class Finder {
public:
    Finder(const dpath::Glob& glob, std::vector<std::string_view>& out) : glob_(glob), out_(out) {}

    void find(std::string_view value, std::size_t depth) {
        if (depth == glob_.size()) {
            out_.push_back(value);
        } else if (!value.empty() && value.front() == '{') {
            find_in_object(value, depth);
        } else if (!value.empty() && value.front() == '[') {
            find_in_array(value, depth);
        }
    }

private:
    void find_in_object(std::string_view object, std::size_t depth) {
        const dpath::Step& step = glob_[depth];
        if (step.number) {
            return;
        }
        std::string_view last;
        scan::Members members(object);
        scan::Member member;
        while (members.next(member)) {
            if (step.text == kStar) {
                find(member.value, depth + 1);
            } else if (scan::key_equals(member.key, step.text)) {
                last = member.value;  // Of duplicate keys the last counts.
            }
        }
        if (!last.empty()) {
            find(last, depth + 1);
        }
    }

    void find_in_array(std::string_view array, std::size_t depth) {
        const dpath::Step& step = glob_[depth];
        std::vector<std::string_view> items;
        scan::Items all(array);
        std::string_view item;
        while (all.next(item)) {
            items.push_back(item);
        }
        if (step.text == kStar) {
            for (const std::string_view one : items) {
                find(one, depth + 1);
            }
            return;
        }
        const auto size = static_cast<std::int64_t>(items.size());
        const auto index = index_of(step);
        if (index && *index >= -size && *index < size) {
            find(items[static_cast<std::size_t>(*index < 0 ? *index + size : *index)], depth + 1);
        }
    }

    const dpath::Glob& glob_;
    std::vector<std::string_view>& out_;
};

}  // namespace

bool is_raw_path(const dpath::Glob& glob) {
    return std::all_of(glob.begin(), glob.end(), [](const dpath::Step& step) {
        return step.text == kStar || step.text.find_first_of("*?[") == std::string::npos;
    });
}

void find_raw(std::string_view json, const dpath::Glob& glob, std::vector<std::string_view>& out) {
    Finder(glob, out).find(scan::trim(json), 0);
}

}  // namespace levada::airbyte
