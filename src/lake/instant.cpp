#include "instant.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "levada/base/ascii.h"
#include "levada/base/civil_time.h"
#include "levada/base/text.h"

namespace levada::lake {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1000;

std::string text_of_micros(std::int64_t micros) {
    const CivilTime time = civil_from_micros(micros, std::nullopt).value_or(CivilTime());
    char text[64];
    const int size = std::snprintf(text,
                                   sizeof(text),
                                   "%04d%02d%02d%02d%02d%02d%03d",
                                   time.year,
                                   time.month,
                                   time.day,
                                   time.hour,
                                   time.minute,
                                   time.second,
                                   time.microsecond / 1000);
    return std::string(text, static_cast<std::size_t>(size));
}

int number_at(std::string_view text, std::size_t from, std::size_t size) {
    return static_cast<int>(parse_int64(text.substr(from, size)).value_or(0));
}

std::int64_t micros_of(std::string_view instant) {
    CivilTime time;
    time.year = number_at(instant, 0, 4);
    time.month = number_at(instant, 4, 2);
    time.day = number_at(instant, 6, 2);
    time.hour = number_at(instant, 8, 2);
    time.minute = number_at(instant, 10, 2);
    time.second = number_at(instant, 12, 2);
    const int millis = instant.size() == 17 ? number_at(instant, 14, 3) : 999;
    return local_micros(time) + millis * kMicrosPerMilli;
}

}  // namespace

std::string instant_of(Instant when) {
    return text_of_micros(std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count());
}

std::string instant_after(Instant now, std::string_view newest) {
    std::string instant = instant_of(now);
    if (!newest.empty() && instant <= newest) {
        instant = text_of_micros(micros_of(newest) + kMicrosPerMilli);
    }
    return instant;
}

bool is_instant(std::string_view text) {
    return (text.size() == 14 || text.size() == 17) && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

}  // namespace levada::lake
