#pragma once

#include "moment.h"

#include <cstdint>

#include "levada/base/result.h"

namespace levada::airbyte {

/// Moves window edges to whole days, weeks or months. Source: streams/concurrent/clamping.py.
class Clamping {
public:
    enum class Target : std::uint8_t { none, day, week, month };
    enum class Direction : std::uint8_t { up, down };

    Clamping() = default;
    /// `weekday`: the first day of a week, Monday being 0.
    Clamping(Target target, int weekday) : target_(target), weekday_(weekday) {}

    bool is_none() const { return target_ == Target::none; }
    /// Errors: invalid_data outside years 1 to 9999.
    Result<Moment> clamp(const Moment& moment, Direction direction) const;
    /// What is taken from the last edge when the stream has no granularity of its own.
    IsoDuration default_granularity() const;

private:
    Target target_ = Target::none;
    int weekday_ = 0;
};

}  // namespace levada::airbyte
