#include "levada/collect/circuit_breaker.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

using State = CircuitBreaker::State;
using Outcome = CircuitBreaker::Outcome;
using std::chrono::seconds;

constexpr BreakerOptions kOptions = {.window_count = 4,
                                     .outcome_count_min = 2,
                                     .failure_percent = 50,
                                     .open_time = seconds(10),
                                     .open_time_max = seconds(30)};

Monotonic at(int second) {
    return Monotonic(seconds(second));
}

TEST(CircuitBreaker, OpensWhenEnoughOfTheWindowFailed) {
    // Goal: s = success, f = failure; the state after the last one.
    struct Case {
        const char* outcomes;
        State want;
    };
    constexpr Case kCases[] = {
        {"", State::closed},
        {"f", State::closed},
        {"ff", State::open},
        {"sf", State::open},
        {"ssf", State::closed},
        {"sssff", State::open},
        {"ssssfsssf", State::closed},
        {"fsss", State::closed},  // "fs" opens it, and the success after it closes it again
    };
    for (const Case& c : kCases) {
        CircuitBreaker breaker(kOptions);
        for (const char outcome : std::string_view(c.outcomes)) {
            breaker.note(outcome == 's' ? Outcome::success : Outcome::failure, at(0));
        }
        EXPECT_EQ(breaker.state(), c.want) << c.outcomes;
    }
}

TEST(CircuitBreaker, OneTrialDecides) {
    // Goal: open for 10 s, doubled at each failed trial up to 30 s, closed by a success.
    CircuitBreaker breaker(kOptions);
    breaker.note(Outcome::failure, at(0));
    breaker.note(Outcome::failure, at(0));
    EXPECT_EQ(breaker.wait_before_request(at(3)), seconds(7));
    EXPECT_EQ(breaker.state(), State::half_open);
    breaker.note(Outcome::failure, at(10));
    EXPECT_EQ(breaker.wait_before_request(at(10)), seconds(20));
    breaker.note(Outcome::failure, at(30));
    EXPECT_EQ(breaker.wait_before_request(at(30)), seconds(30)) << "the longest";
    EXPECT_EQ(breaker.wait_before_request(at(100)), seconds(0)) << "the time has passed";
    breaker.note(Outcome::success, at(100));
    EXPECT_EQ(breaker.state(), State::closed);
    EXPECT_EQ(breaker.wait_before_request(at(100)), seconds(0));
    breaker.note(Outcome::failure, at(100));
    EXPECT_EQ(breaker.state(), State::open) << "half of two failed";
    EXPECT_EQ(breaker.wait_before_request(at(100)), seconds(10)) << "the time begins anew";
}

}  // namespace
}  // namespace levada
