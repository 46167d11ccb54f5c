#include "levada/collect/rate_budget.h"

#include <algorithm>
#include <array>
#include <string>

#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

// Above this a number is a date: seconds since 1970; above the second one it counts milliseconds.
constexpr double kDateSecondsMin = 1e9;
constexpr double kDateMillisecondsMin = 1e12;
constexpr double kNanoseconds = 1e9;

constexpr std::array<std::string_view, 3> kRemainingNames = {
    "X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"};
constexpr std::array<std::string_view, 3> kResetNames = {"X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"};

nanoseconds from_seconds(double seconds) {
    constexpr double kSecondsMax = 1e9;
    return nanoseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, kSecondsMax) * kNanoseconds));
}

// Seconds to wait, a date as a number, or a date of HTTP or RFC 3339.
std::optional<nanoseconds> parse_wait(std::string_view text, Instant utc) {
    const std::optional<double> number = parse_double(trim(text));
    if (number.has_value()) {
        const double now = static_cast<double>(utc.time_since_epoch().count()) / kNanoseconds;
        if (*number >= kDateMillisecondsMin) {
            return from_seconds(*number / 1000 - now);
        }
        return from_seconds(*number >= kDateSecondsMin ? *number - now : *number);
    }
    std::optional<Instant> date = parse_http_date(text);
    if (!date.has_value()) {
        const Result<Instant> parsed = parse_rfc3339(trim(text));
        if (!parsed.has_value()) {
            return std::nullopt;
        }
        date = *parsed;
    }
    return std::max(nanoseconds::zero(), nanoseconds(*date - utc));
}

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

}  // namespace

std::optional<nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc) {
    const std::optional<std::string_view> retry_after = response.headers.find("Retry-After");
    if (retry_after.has_value() && (response.status == 429 || response.status == 503)) {
        return parse_wait(*retry_after, utc);
    }
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
    return left.has_value() && *left <= 0 ? parse_wait(*reset, utc) : std::nullopt;
}

nanoseconds RateBudget::wait_for_token(Monotonic now) {
    if (options_.requests_per_second <= 0) {
        return nanoseconds::zero();
    }
    if (refilled_.has_value()) {
        const double seconds = static_cast<double>((now - *refilled_).count()) / kNanoseconds;
        tokens_ = std::min(options_.burst_count, tokens_ + seconds * options_.requests_per_second);
    }
    refilled_ = now;
    tokens_ -= 1;
    return tokens_ >= 0 ? nanoseconds::zero() : from_seconds(-tokens_ / options_.requests_per_second);
}

nanoseconds RateBudget::wait_before_request(Monotonic now) {
    const nanoseconds closed = now < closed_until_ ? closed_until_ - now : nanoseconds::zero();
    return std::max(closed, wait_for_token(now));
}

void RateBudget::learn(const HttpResponse& response, Monotonic now, Instant utc) {
    const std::optional<nanoseconds> wait = wait_asked_for(response, utc);
    if (wait.has_value()) {
        closed_until_ = std::max(closed_until_, now + std::min<nanoseconds>(*wait, options_.wait_max));
    }
}

}  // namespace levada
