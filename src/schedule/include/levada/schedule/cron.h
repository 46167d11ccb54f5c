#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"
#include "levada/schedule/time_zone.h"

namespace levada::schedule {

/// A cron expression of five fields (minute, hour, day of month, month, day of week) with lists, ranges, steps, names
/// (jan, mon) and the short forms @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually.
///
/// As in Vixie cron, a day matches when either of day of month and day of week does, if both are restricted; 0 and 7
/// are Sunday. When clocks go forward, a time that does not exist runs once at the end of the gap; when they go back, a
/// time that happens twice runs at the first, but a `*` hour runs in both. Source: cron(8) and crontab(5) of Vixie
/// cron 3.0. A value; thread-safe.
class Cron {
public:
    /// Errors: invalid_config (with the field and what it may hold).
    static Result<Cron> parse(std::string_view expression, TimeZone zone = {});

    /// The first time after `after`, or nullopt when there is none within nine years (30 February).
    std::optional<Instant> next(Instant after) const;

    const std::string& text() const { return text_; }
    const TimeZone& zone() const { return zone_; }

private:
    bool matches(std::chrono::year_month_day day) const;
    std::optional<Instant> first_in(std::chrono::local_days day, Instant after) const;

    std::string text_;
    TimeZone zone_;
    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;     // 1 to 31
    std::bitset<13> months_;   // 1 to 12
    std::bitset<7> weekdays_;  // 0 is Sunday
    bool is_any_hour_ = false;
    bool is_any_day_ = false;
    bool is_any_weekday_ = false;
};

}  // namespace levada::schedule
