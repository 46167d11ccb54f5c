#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "levada/base/result.h"
#include "levada/schedule/cron.h"

namespace levada::schedule {

/// When a pipeline runs: never by itself, every so often, or at the times of a cron expression. A value; thread-safe.
class Schedule {
public:
    /// Shortest interval.
    static constexpr std::chrono::seconds kIntervalMin{1};

    /// "manual" or "", "every 15m" or "15m" (s, m, h, d; also "1h30m"), or a cron expression.
    /// Errors: invalid_config; those of Cron::parse and TimeZone::find.
    static Result<Schedule> parse(std::string_view text, std::string_view time_zone = "UTC");

    /// The time after `last`, the time of the run before; without one: cron after `now`, an interval at once.
    /// nullopt: never. The time may have passed: what was missed is made up for by one run.
    std::optional<Instant> next(std::optional<Instant> last, Instant now) const;

    const std::string& text() const { return text_; }
    std::string_view time_zone() const;

private:
    std::string text_ = "manual";
    std::variant<std::monostate, std::chrono::seconds, Cron> rule_;
};

/// "90s", "1h30m", "2d". Errors: invalid_config.
Result<std::chrono::seconds> parse_interval(std::string_view text);

}  // namespace levada::schedule
