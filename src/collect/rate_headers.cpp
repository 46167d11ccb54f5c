#include "levada/collect/rate_headers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "levada/base/retry_policy.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

constexpr std::array<std::string_view, 3> kRemainingNames = {
    "X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"};
constexpr std::array<std::string_view, 3> kResetNames = {"X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"};

std::optional<std::string_view> first_of(const HttpHeaders& headers, const std::array<std::string_view, 3>& names) {
    for (const std::string_view name : names) {
        const std::optional<std::string_view> value = headers.find(name);
        if (value.has_value()) {
            return value;
        }
    }
    return std::nullopt;
}

// `RateLimit: limit=100, remaining=0, reset=30` of earlier drafts, and `"default";r=0;t=30` of the later ones.
struct Combined {
    std::optional<std::string_view> remaining;
    std::optional<std::string_view> reset;
};

Combined parse_combined(std::string_view text) {
    Combined combined;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;"), text.size());
        const std::string_view part = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = part.find('=');
        const std::string_view key = part.substr(0, equals);
        if (equals == std::string_view::npos) {
            continue;
        }
        if (key == "remaining" || key == "r") {
            combined.remaining = part.substr(equals + 1);
        } else if (key == "reset" || key == "t") {
            combined.reset = part.substr(equals + 1);
        }
    }
    return combined;
}

// The time by the clock that the answer's dates were made with.
Instant time_of(const HttpResponse& response, Instant utc) {
    const std::optional<std::string_view> date = response.headers.find("Date");
    return date.has_value() ? parse_http_date(trim(*date)).value_or(utc) : utc;
}

}  // namespace

std::optional<RateWindow> rate_window_of(const HttpResponse& response, Instant utc) {
    std::optional<std::string_view> remaining = first_of(response.headers, kRemainingNames);
    std::optional<std::string_view> reset = first_of(response.headers, kResetNames);
    const std::optional<std::string_view> combined_text = response.headers.find("RateLimit");
    if (combined_text.has_value()) {
        const Combined combined = parse_combined(*combined_text);
        remaining = combined.remaining.has_value() ? combined.remaining : remaining;
        reset = combined.reset.has_value() ? combined.reset : reset;
    }
    if (!remaining.has_value() || !reset.has_value()) {
        return std::nullopt;
    }
    const std::optional<double> left = parse_double(trim(*remaining));
    const std::optional<nanoseconds> wait = parse_wait(*reset, time_of(response, utc));
    const bool is_known = left.has_value() && std::isfinite(*left) && wait.has_value();
    return is_known ? std::optional(RateWindow{*left, *wait}) : std::nullopt;
}

std::optional<nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc) {
    const std::optional<std::string_view> retry_after = response.headers.find("Retry-After");
    if (retry_after.has_value() && (response.status == 429 || response.status == 503)) {
        return parse_wait(*retry_after, time_of(response, utc));
    }
    const std::optional<RateWindow> window = rate_window_of(response, utc);
    return window.has_value() && window->remaining <= 0 ? std::optional(window->reset) : std::nullopt;
}

}  // namespace levada
