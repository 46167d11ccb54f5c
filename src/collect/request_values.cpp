#include "request_values.h"

#include <algorithm>
#include <optional>

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

TimelessValues without_times(const RequestValues& values) {
    TimelessValues timeless;
    for (const auto& [name, value] : values) {
        const std::optional<double> time = seconds_of(value);
        timeless.text.append(std::to_string(name.size())).append(":").append(name);
        if (time.has_value()) {
            timeless.text.append("t");
            timeless.times.push_back(*time);
        } else {
            timeless.text.append(std::to_string(value.size())).append("=").append(value);
        }
    }
    return timeless;
}

}  // namespace levada
