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
                                     .slow_after = seconds(60),
                                     .slow_percent = 75,
                                     .open_time = seconds(10),
                                     .open_time_max = seconds(30)};

Monotonic at(int second) {
    return Monotonic(seconds(second));
}

TEST(CircuitBreaker, OpensWhenEnoughOfTheWindowFailed) {
    // Goal: s = success, l = slow, f = failure; the state after the last one.
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
        {"fsss", State::open},    // "fs" opens it; what went before that does not close it
        {"ssll", State::closed},  // half of four slow: below 75 %
        {"lll", State::open},
        {"lf", State::open},
    };
    for (const Case& c : kCases) {
        CircuitBreaker breaker(kOptions);
        for (const char outcome : std::string_view(c.outcomes)) {
            const Outcome slow_or_failed = outcome == 'l' ? Outcome::slow : Outcome::failure;
            breaker.note(outcome == 's' ? Outcome::success : slow_or_failed, at(0));
        }
        EXPECT_EQ(breaker.state(), c.want) << c.outcomes;
    }
}

TEST(CircuitBreaker, OneTrialDecides) {
    // Goal: open for 10 s, doubled at each failed trial up to 30 s, closed by a success; the others wait for the trial.
    CircuitBreaker breaker(kOptions);
    breaker.note(Outcome::failure, at(0));
    breaker.note(Outcome::failure, at(0));
    EXPECT_EQ(breaker.wait_before_request(at(3)), seconds(7));
    breaker.note(Outcome::failure, at(3));
    EXPECT_EQ(breaker.wait_before_request(at(3)), seconds(7)) << "one that went before it opened changes nothing";
    EXPECT_EQ(breaker.wait_before_request(at(10)), seconds(0));
    EXPECT_EQ(breaker.state(), State::half_open);
    EXPECT_GT(breaker.wait_before_request(at(10)), seconds(0)) << "one trial at a time";
    breaker.note(Outcome::failure, at(10));
    EXPECT_EQ(breaker.wait_before_request(at(10)), seconds(20));
    EXPECT_EQ(breaker.wait_before_request(at(30)), seconds(0));
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

TEST(CircuitBreaker, ForgetsWhatIsLongAgo) {
    BreakerOptions options = kOptions;
    options.window_time = seconds(60);
    CircuitBreaker breaker(options);
    breaker.note(Outcome::failure, at(0));
    breaker.note(Outcome::success, at(61));
    EXPECT_EQ(breaker.state(), State::closed);
    EXPECT_EQ(breaker.outcome_of(false, seconds(61)), Outcome::slow);
    EXPECT_EQ(breaker.outcome_of(true, seconds(1)), Outcome::failure);
    EXPECT_EQ(breaker.outcome_of(false, seconds(1)), Outcome::success);
}

TEST(CircuitBreaker, ATrialOfUnknownEndIsFollowedByAnother) {
    // Goal: a trial that we broke off ourselves says nothing: as long again, not doubled; closed nothing is noted.
    CircuitBreaker breaker(kOptions);
    breaker.note_unknown(at(0));
    EXPECT_EQ(breaker.state(), State::closed);
    breaker.note(Outcome::failure, at(0));
    breaker.note(Outcome::failure, at(0));
    EXPECT_EQ(breaker.wait_before_request(at(10)), seconds(0));
    breaker.note_unknown(at(11));
    EXPECT_EQ(breaker.state(), State::open);
    EXPECT_EQ(breaker.wait_before_request(at(11)), seconds(10));
}

TEST(CircuitBreakers, TellTheWorstOfAHostsCredentials) {
    using Ending = CircuitBreaker::Ending;
    CircuitBreakers breakers(kOptions);
    for (int i = 0; i < 2; ++i) {
        breakers.note("a.example 1", Ending::failed, seconds(1), at(0));
        breakers.note("a.example 2", Ending::answered, seconds(1), at(0));
        breakers.note("b.example", Ending::unknown, seconds(1), at(0));
    }
    breakers.note_wait("a.example 1", seconds(9));
    breakers.note_wait("a.example 2", seconds(1));
    const auto counts = breakers.counts();
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts.at("a.example").state, State::open);
    EXPECT_EQ(counts.at("a.example").opened, 1U);
    EXPECT_EQ(counts.at("a.example").waits, 2U);
    EXPECT_EQ(counts.at("a.example").waited, seconds(10));
    EXPECT_EQ(counts.at("b.example").state, State::closed);
    EXPECT_EQ(breakers.wait_before_request("a.example 2", at(1)).first, seconds(0));
    EXPECT_EQ(breakers.wait_before_request("a.example 1", at(1)).first, seconds(9));
    const auto [wait, change] = breakers.wait_before_request("a.example 1", at(10));
    EXPECT_EQ(wait, seconds(0));
    EXPECT_EQ(change.before, State::open);
    EXPECT_EQ(change.after, State::half_open) << "the trial";
}

}  // namespace
}  // namespace levada
