#include "levada/base/retry_policy.h"

#include <cerrno>
#include <vector>

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/base/time.h"

namespace levada {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

const Monotonic kStart(seconds(1));
const Error kDown(ErrorCode::unavailable, "no connection");

RandomFraction always(double fraction) {
    return [fraction] { return fraction; };
}

TEST(RetryPolicy, TheLongestWaitDoublesUpToItsLimit) {
    const RetryPolicy policy{.wait_first = milliseconds(100), .wait_max = milliseconds(700)};
    struct Case {
        int failed_count;
        milliseconds want;
    };
    constexpr Case kCases[] = {{1, milliseconds(100)},
                               {2, milliseconds(200)},
                               {3, milliseconds(400)},
                               {4, milliseconds(700)},
                               {1'000'000, milliseconds(700)}};
    for (const Case& c : kCases) {
        EXPECT_EQ(policy.longest_wait(c.failed_count), c.want) << "after failures: " << c.failed_count;
    }
}

TEST(RetryPolicy, JitterIsAnyTimeUpToTheLongest) {
    EXPECT_EQ(full_jitter(seconds(10), 0), seconds(0));
    EXPECT_EQ(full_jitter(seconds(10), 0.25), milliseconds(2500));
    EXPECT_LT(full_jitter(seconds(10), 0.999999), seconds(10));
}

TEST(RetryPolicy, FractionsOfASeedAreTheSameAndSpread) {
    // Goal: a seed gives its numbers again; over 10,000 of them each tenth of [0, 1) has its share within a tenth.
    const RandomFraction one = seeded_fractions(7);
    const RandomFraction same = seeded_fractions(7);
    const RandomFraction other = seeded_fractions(8);
    std::vector<int> counts(10);
    bool is_other = false;
    for (int i = 0; i < 10'000; ++i) {
        const double fraction = one();
        ASSERT_GE(fraction, 0);
        ASSERT_LT(fraction, 1);
        ASSERT_EQ(fraction, same());
        is_other = is_other || fraction != other();
        counts[static_cast<std::size_t>(fraction * 10)] += 1;
    }
    for (const int count : counts) {
        EXPECT_NEAR(count, 1000, 100);
    }
    EXPECT_TRUE(is_other);
    EXPECT_NE(system_fractions()(), system_fractions()()) << "seeds of the system differ";
}

TEST(RetryPolicy, OnlyWhatMayPassIsTriedAgain) {
    struct Case {
        const char* name;
        Error error;
        bool want;
    };
    const Case cases[] = {
        {"no connection", kDown, true},
        {"too many open files", file_error(EMFILE, "open", "f"), true},
        {"rate limit", Error(ErrorCode::rate_limited, "429"), true},
        {"disk full", file_error(ENOSPC, "write", "f"), false},
        {"quota used up", file_error(EDQUOT, "write", "f"), false},
        {"wrong key", Error(ErrorCode::unauthenticated, "401"), false},
        {"broken data", Error(ErrorCode::corruption, "bad"), false},
        {"told to stop", Error(ErrorCode::cancelled, "stop"), false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(is_passing(c.error), c.want) << c.name;
        Backoff backoff({}, always(0.5), kStart);
        EXPECT_EQ(backoff.next_wait(c.error, kStart).has_value(), c.want) << c.name;
    }
}

TEST(Backoff, AConflictPassesWhereThePolicySaysSo) {
    const Error conflict(ErrorCode::conflict, "somebody was first");
    EXPECT_EQ(Backoff({}, always(0.5), kStart).next_wait(conflict, kStart), std::nullopt);
    EXPECT_TRUE(Backoff({.is_conflict_passing = true}, always(0.5), kStart).next_wait(conflict, kStart).has_value());
}

TEST(Backoff, EndsAfterItsAttempts) {
    Backoff backoff({.attempts_max = 3, .wait_first = seconds(1)}, always(0.5), kStart);
    EXPECT_EQ(backoff.next_wait(kDown, kStart), milliseconds(500));
    EXPECT_EQ(backoff.next_wait(kDown, kStart), seconds(1));
    EXPECT_EQ(backoff.next_wait(kDown, kStart), std::nullopt);
    EXPECT_EQ(backoff.failed_count(), 3);
}

TEST(Backoff, KeepsToWhatIsAskedFor) {
    // Goal: Retry-After is the least wait, but not beyond the limit on what may be asked.
    const RetryPolicy policy{.attempts_max = 10, .asked_wait_max = seconds(20)};
    Backoff backoff(policy, always(0.5), kStart);
    EXPECT_EQ(backoff.next_wait(kDown.retry_after(seconds(5)), kStart), seconds(5));
    EXPECT_EQ(backoff.next_wait(kDown.retry_after(std::chrono::hours(1000)), kStart), seconds(20));
    EXPECT_EQ(backoff.next_wait(kDown.retry_after(milliseconds(0)), kStart), milliseconds(200));
}

TEST(Backoff, BeginsNothingAfterItsTime) {
    const RetryPolicy policy{.attempts_max = 100, .wait_first = seconds(10), .time_max = seconds(30)};
    Backoff backoff(policy, always(0.5), kStart);
    EXPECT_EQ(backoff.next_wait(kDown, kStart + seconds(24)), seconds(5));
    EXPECT_EQ(backoff.next_wait(kDown, kStart + seconds(29)), std::nullopt) << "a wait of 5 s ends after 34 s";
}

TEST(Backoff, WithRetriesGivesTheFirstSuccessOrTheLastFailure) {
    struct Case {
        const char* name;
        int failures;
        Error error;
        int want_calls;
        bool want_value;
    };
    const Case cases[] = {
        {"at once", 0, kDown, 1, true},
        {"the third time", 2, kDown, 3, true},
        {"never", 100, kDown, 4, false},
        {"not a passing failure", 100, Error(ErrorCode::not_found, "gone"), 1, false},
    };
    for (const Case& c : cases) {
        Monotonic now = kStart;
        int calls = 0;
        const RetryWorld world{[&now] { return now; }, [&now](nanoseconds wait) { now += wait; }, seeded_fractions(1)};
        const Result<int> got = with_retries(RetryPolicy{}, world, [&]() -> Result<int> {
            return ++calls <= c.failures ? Result<int>(c.error) : Result<int>(calls);
        });
        EXPECT_EQ(calls, c.want_calls) << c.name;
        EXPECT_EQ(got.has_value(), c.want_value) << c.name;
        if (!got.has_value() && calls > 1) {
            EXPECT_EQ(got.error().fact("attempts"), std::to_string(calls)) << c.name;
        }
        EXPECT_LE(now - kStart, RetryPolicy{}.time_max) << c.name;
    }
}

TEST(RetryPolicy, ReadsWaitsOfHeaders) {
    const Instant now = *parse_rfc3339("2026-01-01T00:00:00Z");
    struct Case {
        const char* text;
        double want;  ///< seconds; -1: none
    };
    constexpr Case kCases[] = {
        {"30", 30},
        {" 1.5 ", 1.5},
        {"-3", 0},
        {"0", 0},
        {"1767225630", 30},
        {"1767225630500", 30.5},
        {"1000000001", 0},
        {"Thu, 01 Jan 2026 00:01:00 GMT", 60},
        {"Thursday, 01-Jan-26 00:01:00 GMT", 60},
        {"Thu Jan  1 00:01:00 2026", 60},
        {"Thu, 01 Jan 2015 00:01:00 GMT", 0},
        {"2026-01-01T00:00:05Z", 5},
        {"soon", -1},
        {"nan", -1},
        {"inf", -1},
        {"-inf", -1},
        {"", -1},
    };
    for (const Case& c : kCases) {
        const auto got = parse_wait(c.text, now);
        EXPECT_NEAR(got.has_value() ? static_cast<double>(got->count()) / 1e9 : -1, c.want, 0.001) << c.text;
    }
    EXPECT_GT(*parse_wait("99999999999999999999", now), std::chrono::hours(24)) << "no overflow";
}

}  // namespace
}  // namespace levada
