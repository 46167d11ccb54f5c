#include "request_values.h"

#include <algorithm>
#include <cmath>

#include "levada/base/json.h"
#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/base/url.h"

namespace levada {
namespace {

constexpr double kEpochSecondsMin = 1e9;        // 2001.
constexpr double kEpochMillisecondsMin = 1e12;  // The same, in milliseconds.
constexpr double kEpochMillisecondsMax = 1e14;
constexpr double kMillisecondsPerSecond = 1e3;
constexpr double kNanosecondsPerSecond = 1e9;

void add_leaves(const Json& value, const std::string& path, RequestValues& values) {
    if (value.is_object()) {
        for (const Json::Member& member : value.as_object()) {
            add_leaves(member.value, path + "." + member.key, values);
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            add_leaves(value.as_array()[i], path + "[" + std::to_string(i) + "]", values);
        }
    } else {
        values.emplace_back(path, value.is_string() ? value.as_string() : value.dump());
    }
}

/// Seconds since 1970, when the text is a time.
std::optional<double> seconds_of(const std::string& text) {
    const std::optional<double> number = parse_double(text);
    if (number.has_value()) {
        if (*number >= kEpochMillisecondsMin && *number < kEpochMillisecondsMax) {
            return *number / kMillisecondsPerSecond;
        }
        return *number >= kEpochSecondsMin && *number < kEpochMillisecondsMin ? number : std::nullopt;
    }
    for (const char* end : {"", "Z", "T00:00:00Z"}) {
        const Result<Instant> when = parse_rfc3339(text + end);
        if (when.has_value()) {
            return static_cast<double>(when->time_since_epoch().count()) / kNanosecondsPerSecond;
        }
    }
    return std::nullopt;
}

}  // namespace

RequestValues values_of(std::string_view query, std::string_view body) {
    RequestValues values;
    for (auto& [name, value] : parse_query(query)) {
        values.emplace_back("?" + name, value);
    }
    const Result<Json> json = body.empty() ? Result<Json>(Json()) : parse_json(body);
    if (json.has_value() && (json->is_object() || json->is_array())) {
        add_leaves(*json, "", values);
    } else if (!body.empty()) {
        for (auto& [name, value] : parse_query(body)) {
            values.emplace_back("&" + name, value);
        }
    }
    std::sort(values.begin(), values.end());
    return values;
}

std::optional<double> time_distance(const RequestValues& a, const RequestValues& b) {
    if (a.size() != b.size()) {
        return std::nullopt;
    }
    double distance = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) {
            continue;
        }
        const std::optional<double> first = seconds_of(a[i].second);
        const std::optional<double> second = seconds_of(b[i].second);
        if (a[i].first != b[i].first || !first.has_value() || !second.has_value()) {
            return std::nullopt;
        }
        distance += std::abs(*first - *second);
    }
    return distance;
}

}  // namespace levada
