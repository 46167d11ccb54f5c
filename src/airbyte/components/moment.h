#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/civil_time.h"
#include "levada/base/iso_duration.h"
#include "levada/base/json.h"
#include "levada/base/time_format.h"
#include "levada/ports/clock.h"

namespace levada::airbyte {

/// A point in time that remembers the offset it was written with, as an aware Python datetime does: compared by the
/// point, printed with the offset.
struct Moment {
    std::int64_t utc_us = 0;
    std::int64_t offset_us = 0;

    static Moment of(const CivilTime& time) { return {utc_micros(time), time.offset_us.value_or(0)}; }
    static Moment now(const Clock& clock);
    CivilTime civil() const;
};

inline bool operator<(const Moment& a, const Moment& b) {
    return a.utc_us < b.utc_us;
}
inline bool operator==(const Moment& a, const Moment& b) {
    return a.utc_us == b.utc_us;
}

/// Python's max() and min(): of two equal moments the first.
inline const Moment& later_of(const Moment& a, const Moment& b) {
    return a < b ? b : a;
}
inline const Moment& earlier_of(const Moment& a, const Moment& b) {
    return b < a ? b : a;
}

/// `moment` moved by the duration, `times` 1 or -1. Errors: invalid_data (outside years 1 to 9999, fractional months).
Result<Moment> moved(const Moment& moment, const IsoDuration& duration, int times);

/// moved(), but nothing when a fixed length leaves the calendar (Python's OverflowError). Errors: invalid_data.
Result<std::optional<Moment>> moved_or_overflow(const Moment& moment, const IsoDuration& duration, int times);

/// How a stream writes its times: read by any of several formats, printed by one.
/// Source: CustomFormatConcurrentStreamStateConverter. Thread-safe.
class MomentFormat {
public:
    /// `inputs` are tried in order, the output format last.
    MomentFormat(const std::string& output, const std::vector<std::string>& inputs);

    /// Reads a JSON text; nothing when no format matches. Does not allocate for plain texts and numbers.
    /// Errors: invalid_data where Python raises something else than ValueError.
    Result<std::optional<Moment>> read(std::string_view raw_json) const;
    /// As read(). Errors: invalid_data also when no format matches.
    Result<Moment> read(const Json& value) const;
    /// Errors: invalid_data.
    Result<Moment> read_text(std::string_view text) const;

    std::string print(const Moment& moment) const { return output().format(moment.civil()); }
    const TimeFormat& output() const { return formats_.back(); }

private:
    Error no_match(std::string_view value) const;

    std::vector<TimeFormat> formats_;
};

}  // namespace levada::airbyte
