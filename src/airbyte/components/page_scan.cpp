#include "page_scan.h"

#include <algorithm>

#include <simdjson.h>

#include "levada/ports/http.h"

namespace levada::airbyte {

namespace {

namespace ondemand = simdjson::ondemand;

bool is_simple(const dpath::Glob& path) {
    return std::all_of(path.begin(), path.end(), [](const dpath::Step& step) {
        // A digit could be a list index and an escape could be written in many ways: both are for the general code.
        return !step.number && !step.text.empty() && step.text.find_first_of("*?[\"\\") == std::string::npos &&
               (step.text.front() < '0' || step.text.front() > '9') && step.text.front() != '-';
    });
}

/// Appends the items of a list; false when `value` is none or the text is broken.
bool add_items(ondemand::value value, std::vector<std::string_view>& items) {
    ondemand::array list;
    if (value.get_array().get(list) != simdjson::SUCCESS) {
        return false;
    }
    for (auto item : list) {
        ondemand::value one;
        std::string_view raw;
        if (item.get(one) != simdjson::SUCCESS || simdjson::to_json_string(one).get(raw) != simdjson::SUCCESS) {
            return false;
        }
        items.push_back(raw);
    }
    return true;
}

/// Walks one mapping to its end: of a repeated name the last value counts, as in Python.
bool walk(ondemand::object object, const dpath::Glob& path, std::size_t depth, std::vector<std::string_view>& items) {
    const std::size_t before = items.size();
    bool is_found = false;
    for (auto field : object) {
        ondemand::field one;
        if (std::move(field).get(one) != simdjson::SUCCESS) {
            return false;
        }
        const ondemand::raw_json_string key = one.key();
        if (!key.is_equal(path[depth].text)) {
            continue;
        }
        items.resize(before);
        if (depth + 1 == path.size()) {
            is_found = add_items(one.value(), items);
        } else {
            ondemand::object inner;
            is_found = one.value().get_object().get(inner) == simdjson::SUCCESS && walk(inner, path, depth + 1, items);
        }
        if (!is_found) {
            return false;
        }
    }
    return is_found;
}

}  // namespace

bool find_list_items(std::string_view json, const dpath::Glob& path, std::vector<std::string_view>& items) {
    thread_local ondemand::parser parser;
    if (path.empty() || json.empty() || json.front() != '{' || !is_simple(path)) {
        return false;
    }
    const std::size_t before = items.size();
    ondemand::document document;
    ondemand::object root;
    const simdjson::padded_string_view padded(json.data(), json.size(), json.size() + kHttpBodyPaddingBytes);
    const bool is_found = parser.iterate(padded).get(document) == simdjson::SUCCESS &&
                          document.get_object().get(root) == simdjson::SUCCESS && walk(root, path, 0, items);
    if (!is_found) {
        items.resize(before);
    }
    return is_found;
}

}  // namespace levada::airbyte
