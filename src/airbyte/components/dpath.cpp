#include "levada/airbyte/components/dpath.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "levada/airbyte/components/python_json.h"
#include "levada/base/ascii.h"

namespace levada::airbyte::dpath {

namespace {

constexpr std::string_view kDeepStar = "**";

/// A place in a value: a key, or an item of a list of `list_size`.
struct Place {
    std::string_view key;
    std::int64_t index = -1;
    std::int64_t list_size = 0;
    bool is_item() const { return index >= 0; }
};
using Path = std::vector<Place>;

std::optional<std::int64_t> integer_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty()
               ? std::optional<std::int64_t>(value)
               : std::nullopt;
}

bool item_equals(const Place& place, std::int64_t number) {
    return number == place.index || place.list_size + number == place.index;
}

bool fits(const Place& place, const Step& step) {
    if (!place.is_item()) {
        return !step.number && fnmatch(place.key, step.text);
    }
    if (step.number) {
        return item_equals(place, *step.number);
    }
    if (const auto number = integer_of(step.text); number) {
        return item_equals(place, *number);
    }
    return fnmatch(std::to_string(place.index), step.text);
}

Result<bool> match(const Path& path, const Glob& glob) {
    const auto deep = std::find_if(glob.begin(), glob.end(), [](const Step& step) { return step.text == kDeepStar; });
    if (deep == glob.end()) {
        return path.size() == glob.size() && std::equal(path.begin(), path.end(), glob.begin(), fits);
    }
    if (std::any_of(deep + 1, glob.end(), [](const Step& step) { return step.text == kDeepStar; })) {
        return Error(ErrorCode::invalid_data, "path: only one \"**\" is permitted");
    }
    const auto before = static_cast<std::size_t>(deep - glob.begin());
    const std::size_t after = glob.size() - before - 1;
    if (path.size() < before + after) {
        return false;
    }
    return std::equal(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(before), glob.begin(), fits) &&
           std::equal(path.end() - static_cast<std::ptrdiff_t>(after), path.end(), deep + 1, fits);
}

/// Calls `visit(path, value)` for everything below `value`: first its children, then what is below each of them.
template <class Visit>
Result<bool> walk(const Json& value, Path& path, std::size_t depth_max, const Visit& visit) {
    const auto visit_children = [&](const auto& each) -> Result<bool> {
        if (value.is_object()) {
            for (const Json::Member& member : value.as_object()) {
                LEVADA_TRY(const bool goes_on, each(Place{.key = member.key}, member.value));
                if (!goes_on) {
                    return false;
                }
            }
        } else if (value.is_array()) {
            const auto size = static_cast<std::int64_t>(value.size());
            for (std::int64_t i = 0; i < size; ++i) {
                LEVADA_TRY(const bool goes_on,
                           each(Place{.key = {}, .index = i, .list_size = size},
                                value.as_array()[static_cast<std::size_t>(i)]));
                if (!goes_on) {
                    return false;
                }
            }
        }
        return true;
    };
    LEVADA_TRY(bool goes_on, visit_children([&](const Place& place, const Json& child) -> Result<bool> {
                   path.push_back(place);
                   Result<bool> answer = visit(path, child);
                   path.pop_back();
                   return answer;
               }));
    if (!goes_on || path.size() + 1 >= depth_max) {
        return goes_on;
    }
    return visit_children([&](const Place& place, const Json& child) -> Result<bool> {
        path.push_back(place);
        Result<bool> answer = walk(child, path, depth_max, visit);
        path.pop_back();
        return answer;
    });
}

constexpr std::size_t kNoDepthMax = static_cast<std::size_t>(-1);

Json* child_at(Json& parent, const Place& place) {
    if (parent.is_object()) {
        return place.is_item() ? nullptr : parent.find(place.key);
    }
    if (!parent.is_array() || !place.is_item() || static_cast<std::size_t>(place.index) >= parent.size()) {
        return nullptr;
    }
    return &parent.as_array()[static_cast<std::size_t>(place.index)];
}

/// The container of what `path` names, when that still exists.
Json* parent_of(Json& root, const Path& path) {
    Json* at = &root;
    for (std::size_t i = 0; i + 1 < path.size() && at != nullptr; ++i) {
        at = child_at(*at, path[i]);
    }
    return at != nullptr && child_at(*at, path.back()) != nullptr ? at : nullptr;
}

void remove_child(Json& parent, const Place& place) {
    if (parent.is_object()) {
        parent.erase(place.key);
        return;
    }
    Json::Array& items = parent.as_array();
    const auto index = static_cast<std::size_t>(place.index);
    if (index + 1 == items.size()) {
        items.pop_back();
    } else {
        items[index] = Json();
    }
}

bool is_leaf(const Json& value) {
    return !value.is_object() && !value.is_array();
}

Error unreachable(std::string_view step) {
    return Error(ErrorCode::invalid_data,
                 "path: cannot set \"" + std::string(step) + "\" in a value that is no mapping");
}

/// The slot for `step` in `parent`, made (as null) when it is not there. Null when `parent` cannot have it.
Json* slot(Json& parent, const std::string& step) {
    if (parent.is_object()) {
        return &parent[step];
    }
    const auto index = integer_of(step);
    if (!parent.is_array() || !index || *index < 0) {
        return nullptr;
    }
    Json::Array& items = parent.as_array();
    if (static_cast<std::size_t>(*index) >= items.size()) {
        items.resize(static_cast<std::size_t>(*index) + 1);
    }
    return &items[static_cast<std::size_t>(*index)];
}

bool has_slot(const Json& parent, const std::string& step) {
    if (parent.is_object()) {
        return parent.contains(step);
    }
    const auto index = integer_of(step);
    return parent.is_array() && index && *index >= 0 && static_cast<std::size_t>(*index) < parent.size();
}

bool is_decimal(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

}  // namespace

Glob glob_of(const std::vector<Json>& elements) {
    Glob glob;
    for (const Json& element : elements) {
        Step step{.text = python_str(element), .number = std::nullopt};
        if (element.is_integer()) {
            step.number = element.as_integer();
        }
        glob.push_back(std::move(step));
    }
    return glob;
}

Glob glob_of_texts(const std::vector<std::string>& elements) {
    Glob glob;
    for (const std::string& element : elements) {
        glob.push_back({.text = element, .number = std::nullopt});
    }
    return glob;
}

bool is_plain(const Glob& glob) {
    return std::none_of(
        glob.begin(), glob.end(), [](const Step& step) { return step.text.find_first_of("*?[") != std::string::npos; });
}

bool has_step(const Glob& glob, std::string_view name) {
    return std::any_of(glob.begin(), glob.end(), [name](const Step& step) { return step.text == name; });
}

Result<const Json*> get(const Json& root, const Glob& glob) {
    if (glob.empty()) {
        return &root;
    }
    const Json* found = nullptr;
    bool is_ambiguous = false;
    Path path;
    LEVADA_CHECK(walk(root, path, kNoDepthMax, [&](const Path& at, const Json& value) -> Result<bool> {
        LEVADA_TRY(const bool is_match, match(at, glob));
        if (is_match) {
            is_ambiguous = found != nullptr;
            found = &value;
        }
        return !is_ambiguous;
    }));
    if (is_ambiguous) {
        return Error(ErrorCode::invalid_data, "path: several values fit where one is wanted");
    }
    return found;
}

Result<std::vector<const Json*>> values(const Json& root, const Glob& glob) {
    std::vector<const Json*> found;
    Path path;
    LEVADA_CHECK(walk(root, path, kNoDepthMax, [&](const Path& at, const Json& value) -> Result<bool> {
        LEVADA_TRY(const bool is_match, match(at, glob));
        if (is_match) {
            found.push_back(&value);
        }
        return true;
    }));
    return found;
}

Result<void> remove(Json& root, const Glob& glob, const LeafFilter* filter) {
    std::vector<std::pair<Path, const Json*>> all;
    Path path;
    const bool is_shallow = filter == nullptr && !has_step(glob, kDeepStar);
    LEVADA_CHECK(walk(root, path, is_shallow ? glob.size() : kNoDepthMax, [&](const Path& at, const Json& value) {
        all.emplace_back(at, &value);
        return Result<bool>(true);
    }));
    // Paths borrow keys from `root`, so what goes is decided before anything is removed.
    std::vector<Path> wanted;
    std::vector<std::vector<std::string>> keys;
    for (const auto& [at, value] : all) {
        bool is_wanted = false;
        if (filter == nullptr) {
            LEVADA_TRY(is_wanted, match(at, glob));
        } else if (is_leaf(*value)) {
            LEVADA_TRY(is_wanted, (*filter)(*value));
        }
        if (!is_wanted) {
            continue;
        }
        wanted.push_back(at);
        std::vector<std::string>& own = keys.emplace_back();
        for (const Place& place : at) {
            own.emplace_back(place.key);
        }
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        for (std::size_t k = 0; k < wanted[i].size(); ++k) {
            wanted[i][k].key = keys[i][k];
        }
        if (Json* parent = parent_of(root, wanted[i]); parent != nullptr) {
            remove_child(*parent, wanted[i].back());
        }
    }
    return {};
}

Result<std::size_t> set(Json& root, const Glob& glob, const Json& value) {
    std::vector<Path> wanted;
    std::vector<std::vector<std::string>> keys;
    Path path;
    LEVADA_CHECK(walk(root, path, kNoDepthMax, [&](const Path& at, const Json& /*held*/) -> Result<bool> {
        LEVADA_TRY(const bool is_match, match(at, glob));
        if (is_match) {
            wanted.push_back(at);
            std::vector<std::string>& own = keys.emplace_back();
            for (const Place& place : at) {
                own.emplace_back(place.key);
            }
        }
        return true;
    }));
    std::size_t count = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        for (std::size_t k = 0; k < wanted[i].size(); ++k) {
            wanted[i][k].key = keys[i][k];
        }
        if (Json* parent = parent_of(root, wanted[i]); parent != nullptr) {
            *child_at(*parent, wanted[i].back()) = value;
            ++count;
        }
    }
    return count;
}

Result<void> create(Json& root, const std::vector<std::string>& path, Json value) {
    Json* at = &root;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const bool is_there = has_slot(*at, path[i]);
        Json* next = slot(*at, path[i]);
        if (next == nullptr) {
            return unreachable(path[i]);
        }
        if (!is_there) {
            *next = is_decimal(path[i + 1]) ? Json::array() : Json::object();
        }
        if (is_leaf(*next)) {
            return unreachable(path[i + 1]);
        }
        at = next;
    }
    Json* last = slot(*at, path.back());
    if (last == nullptr) {
        return unreachable(path.back());
    }
    *last = std::move(value);
    return {};
}

}  // namespace levada::airbyte::dpath
