#include "levada/schedule/schedule.h"

#include <array>
#include <utility>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::schedule {

namespace {

constexpr std::chrono::seconds kIntervalMax = std::chrono::days(366);

std::optional<std::int64_t> seconds_of(char unit) {
    switch (unit) {
        case 's':
            return 1;
        case 'm':
            return 60;
        case 'h':
            return 3'600;
        case 'd':
            return 86'400;
        default:
            return std::nullopt;
    }
}

Error wrong_interval(std::string_view text) {
    return Error(ErrorCode::invalid_config,
                 "interval \"" + std::string(text) + "\": wanted a number with s, m, h or d, from 1s to 366d")
        .hint("for example: every 15m, or 1h30m");
}

bool is_interval(std::string_view text) {
    return !text.empty() && is_ascii_digit(text.front()) && text.find(' ') == std::string_view::npos;
}

}  // namespace

Result<std::chrono::seconds> parse_interval(std::string_view text) {
    std::int64_t total = 0;
    std::string_view left = text;
    while (!left.empty()) {
        const std::size_t digits = left.find_first_not_of("0123456789");
        constexpr std::size_t kDigitsMax = 9;
        if (digits == 0 || digits == std::string_view::npos || digits > kDigitsMax) {
            return wrong_interval(text);
        }
        const std::optional<std::int64_t> number = parse_int64(left.substr(0, digits));
        const std::optional<std::int64_t> unit = seconds_of(left[digits]);
        if (!number || !unit) {
            return wrong_interval(text);
        }
        total += *number * *unit;
        left.remove_prefix(digits + 1);
    }
    if (total < Schedule::kIntervalMin.count() || total > kIntervalMax.count()) {
        return wrong_interval(text);
    }
    return std::chrono::seconds(total);
}

Result<Schedule> Schedule::parse(std::string_view text, std::string_view time_zone) {
    Schedule schedule;
    std::string_view rule = trim(text);
    if (rule.empty() || rule == "manual") {
        return schedule;
    }
    schedule.text_ = rule;
    constexpr std::string_view kEvery = "every ";
    if (rule.starts_with(kEvery) || is_interval(rule)) {
        rule.remove_prefix(rule.starts_with(kEvery) ? kEvery.size() : 0);
        LEVADA_TRY(schedule.rule_, parse_interval(trim(rule)));
        return schedule;
    }
    LEVADA_TRY(TimeZone zone, TimeZone::find(time_zone));
    LEVADA_TRY(schedule.rule_, Cron::parse(rule, std::move(zone)));
    return schedule;
}

std::optional<Instant> Schedule::next(std::optional<Instant> last, Instant now) const {
    if (const auto* interval = std::get_if<std::chrono::seconds>(&rule_)) {
        return last ? *last + *interval : now;
    }
    const auto* cron = std::get_if<Cron>(&rule_);
    return cron == nullptr ? std::nullopt : cron->next(last.value_or(now));
}

std::string_view Schedule::time_zone() const {
    const auto* cron = std::get_if<Cron>(&rule_);
    return cron == nullptr ? std::string_view("UTC") : std::string_view(cron->zone().name());
}

}  // namespace levada::schedule
