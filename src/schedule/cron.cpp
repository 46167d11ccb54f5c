#include "levada/schedule/cron.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::schedule {

namespace {

constexpr int kDaysMax = 9 * 366;

/// What one field may hold.
struct Field {
    std::string_view name;
    int low;
    int high;
    std::span<const std::string_view> names;  ///< The first stands for `low`.
};

constexpr std::string_view kMonths[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr Field kFields[] = {
    {"minute", 0, 59, {}},
    {"hour", 0, 23, {}},
    {"day of month", 1, 31, {}},
    {"month", 1, 12, kMonths},
    {"day of week", 0, 7, kWeekdays},
};

constexpr std::pair<std::string_view, std::string_view> kShortForms[] = {
    {"@hourly", "0 * * * *"},
    {"@daily", "0 0 * * *"},
    {"@midnight", "0 0 * * *"},
    {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"},
    {"@yearly", "0 0 1 1 *"},
    {"@annually", "0 0 1 1 *"},
};

Error wrong(const Field& field, std::string_view text) {
    return Error(ErrorCode::invalid_config,
                 "cron: " + std::string(field.name) + " \"" + std::string(text) + "\": wanted values from " +
                     std::to_string(field.low) + " to " + std::to_string(field.high) +
                     (field.names.empty() ? "" : " or names") + ", ranges, steps or *");
}

std::optional<int> parse_value(const Field& field, std::string_view text) {
    const auto* const name =
        std::ranges::find_if(field.names.data(), field.names.data() + field.names.size(), [&](std::string_view known) {
            return equals_ignoring_case(known, text);
        });
    if (name != field.names.data() + field.names.size()) {
        return field.low + static_cast<int>(name - field.names.data());
    }
    const bool is_digits = !text.empty() && text.size() <= 2 && std::ranges::all_of(text, is_ascii_digit);
    const std::optional<std::int64_t> number = is_digits ? parse_int64(text) : std::nullopt;
    if (!number || *number < field.low || *number > field.high) {
        return std::nullopt;
    }
    return static_cast<int>(*number);
}

/// `*`, `a`, `a-b`, each with `/step`; appends the values.
Status parse_part(const Field& field, std::string_view part, std::vector<int>& values) {
    const std::size_t slash = std::min(part.find('/'), part.size());
    const std::string_view range = part.substr(0, slash);
    int step = 1;
    if (slash < part.size()) {
        const std::optional<std::int64_t> number = parse_int64(part.substr(slash + 1));
        if (!number || *number < 1 || *number > field.high) {
            return wrong(field, part);
        }
        step = static_cast<int>(*number);
    }
    int first = field.low;
    int last = field.high;
    if (range != "*") {
        const std::size_t dash = std::min(range.find('-'), range.size());
        const std::optional<int> from = parse_value(field, range.substr(0, dash));
        const bool is_range = dash < range.size();
        const std::optional<int> to = is_range ? parse_value(field, range.substr(dash + 1)) : from;
        if (!from || !to || *to < *from) {
            return wrong(field, part);
        }
        first = *from;
        // `5/15` is `5-59/15`, as Vixie cron has it.
        last = is_range || slash == part.size() ? *to : field.high;
    }
    for (int value = first; value <= last; value += step) {
        values.push_back(value);
    }
    return ok();
}

Result<std::vector<int>> parse_field(const Field& field, std::string_view text) {
    std::vector<int> values;
    for (const std::string_view part : split(text, ',')) {
        LEVADA_CHECK(parse_part(field, part, values));
    }
    return values;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = text.find_first_not_of(" \t", at);
        if (from == std::string_view::npos) {
            break;
        }
        at = std::min(text.find_first_of(" \t", from), text.size());
        words.push_back(text.substr(from, at - from));
    }
    return words;
}

template <std::size_t N>
std::bitset<N> bits_of(const std::vector<int>& values) {
    std::bitset<N> bits;
    for (const int value : values) {
        bits.set(static_cast<std::size_t>(value) % (N == 7 ? 7 : N));
    }
    return bits;
}

}  // namespace

Result<Cron> Cron::parse(std::string_view expression, TimeZone zone) {
    std::string_view fields = trim(expression);
    for (const auto& [name, meaning] : kShortForms) {
        fields = equals_ignoring_case(fields, name) ? meaning : fields;
    }
    const std::vector<std::string_view> words = words_of(fields);
    if (words.size() != std::size(kFields)) {
        return Error(ErrorCode::invalid_config,
                     "cron \"" + std::string(expression) +
                         "\": wanted five fields (minute, hour, day of month, month, " + "day of week), found " +
                         std::to_string(words.size()))
            .hint("or one of @hourly, @daily, @weekly, @monthly, @yearly");
    }
    std::vector<std::vector<int>> values;
    for (std::size_t i = 0; i < words.size(); ++i) {
        LEVADA_TRY(values.emplace_back(), parse_field(kFields[i], words[i]));
    }
    Cron cron;
    cron.text_ = trim(expression);
    cron.zone_ = std::move(zone);
    cron.minutes_ = bits_of<60>(values[0]);
    cron.hours_ = bits_of<24>(values[1]);
    cron.days_ = bits_of<32>(values[2]);
    cron.months_ = bits_of<13>(values[3]);
    cron.weekdays_ = bits_of<7>(values[4]);
    cron.is_any_hour_ = words[1].starts_with('*');
    cron.is_any_day_ = words[2].starts_with('*');
    cron.is_any_weekday_ = words[4].starts_with('*');
    return cron;
}

bool Cron::matches(std::chrono::year_month_day day) const {
    if (!months_.test(static_cast<unsigned>(day.month()))) {
        return false;
    }
    const bool is_day = days_.test(static_cast<unsigned>(day.day()));
    const bool is_weekday = weekdays_.test(std::chrono::weekday(std::chrono::local_days(day)).c_encoding());
    return is_any_day_ || is_any_weekday_ ? is_day && is_weekday : is_day || is_weekday;
}

std::optional<Instant> Cron::first_in(std::chrono::local_days day, Instant after) const {
    std::optional<Instant> best;
    const auto consider = [&](Instant when) {
        if (when > after && (!best || when < *best)) {
            best = when;
        }
    };
    for (std::size_t hour = 0; hour < hours_.size(); ++hour) {
        for (std::size_t minute = 0; hours_.test(hour) && minute < minutes_.size(); ++minute) {
            if (!minutes_.test(minute)) {
                continue;
            }
            const LocalSeconds local = day + std::chrono::hours(hour) + std::chrono::minutes(minute);
            const TimeZone::Resolved resolved = zone_.resolve(local);
            // A `*` hour has no run of its own in a gap: the hours around it are there.
            if (resolved.is_gap && is_any_hour_) {
                continue;
            }
            consider(resolved.first);
            if (is_any_hour_) {
                consider(resolved.second);
            }
        }
        // Later hours are later times, except where clocks go back: two hours more make sure of that.
        if (best && *best < zone_.resolve(day + std::chrono::hours(hour)).first - std::chrono::hours(2)) {
            break;
        }
    }
    return best;
}

std::optional<Instant> Cron::next(Instant after) const {
    // A day before, because a zone's day may go on after its clocks went back over midnight.
    auto day = std::chrono::floor<std::chrono::days>(zone_.to_local(after)) - std::chrono::days(1);
    for (int i = 0; i < kDaysMax; ++i, day += std::chrono::days(1)) {
        if (!matches(std::chrono::year_month_day(day))) {
            continue;
        }
        if (const std::optional<Instant> found = first_in(day, after)) {
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace levada::schedule
