#include "levada/base/retry_policy.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>

#include "levada/base/assert.h"
#include "levada/base/file.h"
#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {

namespace {

using std::chrono::nanoseconds;

// Above this a number is a date: seconds since 1970; above the second one it counts milliseconds.
constexpr double kDateSecondsMin = 1e9;
constexpr double kDateMillisecondsMin = 1e12;
constexpr double kNanoseconds = 1e9;

nanoseconds from_seconds(double seconds) {
    constexpr double kSecondsMax = 1e9;
    return nanoseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, kSecondsMax) * kNanoseconds));
}

}  // namespace

RandomFraction seeded_fractions(std::uint64_t seed) {
    return [state = std::make_shared<std::atomic<std::uint64_t>>(seed)] {
        constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
        constexpr double kSpan = 9007199254740992.0;  // 2^53: as many values as a double tells apart.
        std::uint64_t mixed = state->fetch_add(kStep, std::memory_order_relaxed) + kStep;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        mixed ^= mixed >> 31U;
        return static_cast<double>(mixed >> 11U) / kSpan;
    };
}

RandomFraction system_fractions() {
    std::uint64_t seed = 0;
    const std::string bytes = random_bytes(sizeof(seed));
    std::memcpy(&seed, bytes.data(), sizeof(seed));
    return seeded_fractions(seed);
}

nanoseconds RetryPolicy::longest_wait(int failed_count) const {
    LEVADA_ASSERT(failed_count >= 1);
    constexpr int kDoublingsMax = 20;
    const std::int64_t factor = std::int64_t{1} << std::min(failed_count - 1, kDoublingsMax);
    const bool is_over = wait_first.count() > wait_max.count() / factor;
    return is_over ? wait_max : wait_first * factor;
}

nanoseconds full_jitter(nanoseconds longest, double fraction) {
    LEVADA_ASSERT(fraction >= 0);
    LEVADA_ASSERT(fraction < 1);
    return nanoseconds(static_cast<std::int64_t>(static_cast<double>(longest.count()) * fraction));
}

bool is_passing(const Error& error) {
    const bool is_ours_to_mend = error.hint() == kDiskFullHint;
    return !is_ours_to_mend && (error.code() == ErrorCode::unavailable || error.code() == ErrorCode::rate_limited);
}

Backoff::Backoff(const RetryPolicy& policy, RandomFraction random, Monotonic started)
    : policy_(policy), random_(std::move(random)), started_(started) {
    LEVADA_ASSERT(policy_.attempts_max >= 1);
    LEVADA_ASSERT(random_ != nullptr);
}

std::optional<nanoseconds> Backoff::next_wait(const Error& error, Monotonic now) {
    ++failed_count_;
    const bool is_lost_race = policy_.is_conflict_passing && error.code() == ErrorCode::conflict;
    if ((!is_passing(error) && !is_lost_race) || failed_count_ >= policy_.attempts_max) {
        return std::nullopt;
    }
    nanoseconds wait = full_jitter(policy_.longest_wait(failed_count_), random_());
    const auto asked = error.retry_after();
    if (asked.has_value()) {
        wait = std::max<nanoseconds>(wait, std::min(*asked, policy_.asked_wait_max));
    }
    if (now - started_ + wait > policy_.time_max) {
        return std::nullopt;
    }
    return wait;
}

std::optional<nanoseconds> parse_wait(std::string_view text, Instant utc) {
    const std::optional<double> number = parse_double(trim(text));
    if (number.has_value() && !std::isfinite(*number)) {
        return std::nullopt;
    }
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
    return *date > utc ? nanoseconds(*date - utc) : nanoseconds::zero();
}

}  // namespace levada
