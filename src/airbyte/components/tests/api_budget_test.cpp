#include "api_budget.h"

#include "component_fixture.h"

#include <functional>
#include <utility>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

/// A clock that stands still whatever is waited.
class StandingClock final : public Clock {
public:
    Instant now() const override { return {}; }
    Monotonic monotonic() const override { return {}; }
    void sleep_for(std::chrono::nanoseconds /*duration*/) override { ++sleep_count; }
    int sleep_count = 0;
};

HttpRequest request_to(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

/// The budget of a manifest, loaded.
struct LoadedBudget {
    explicit LoadedBudget(const char* text) : manifest(testing::yaml(text)) {
        fixture.source.manifest = &manifest;
        const Result<void> loaded = budget.load(fixture.context);
        EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().to_string());
    }

    Json manifest;
    testing::ComponentFixture fixture;
    ApiBudget budget;
};

TEST(ApiBudget, WaitsForItsPolicy) {
    LoadedBudget loaded(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - type: MovingWindowCallRatePolicy\n      rates: [{limit: 1, interval: PT10S}]\n"
        "      matchers: [{url_path_pattern: /slow}]\n");
    ApiBudget& budget = loaded.budget;
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(budget.acquire(request_to("https://a.test/slow"), loaded.fixture.clock));
        ASSERT_TRUE(budget.acquire(request_to("https://a.test/fast"), loaded.fixture.clock));
    }
    EXPECT_EQ(loaded.fixture.clock.slept(), std::chrono::seconds(10) + std::chrono::milliseconds(1));
}

TEST(ApiBudget, NeverBlocksWithoutTime) {
    LoadedBudget loaded(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 1, matchers: []}\n");
    ApiBudget& budget = loaded.budget;
    StandingClock clock;
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), clock));
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), clock));
    EXPECT_EQ(clock.sleep_count, 1);
}

TEST(ApiBudget, LearnsFromResponses) {
    LoadedBudget loaded(
        "api_budget:\n  type: HTTPAPIBudget\n  ratelimit_remaining_header: X-Left\n  ratelimit_reset_header: X-Reset\n"
        "  policies:\n    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 100, matchers: []}\n");
    ApiBudget& budget = loaded.budget;
    HttpResponse response;
    response.status = 200;
    response.headers.set("X-Left", "0");
    response.headers.set("X-Reset", "1707523230");
    ASSERT_TRUE(budget.observe(request_to("https://a.test/"), response, loaded.fixture.clock));
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), loaded.fixture.clock));
    EXPECT_GE(loaded.fixture.clock.slept(), std::chrono::seconds(30));
}

/// While one waits, the others ask: who came first is served first.
class AskingClock final : public Clock {
public:
    Instant now() const override { return now_; }
    Monotonic monotonic() const override { return Monotonic(now_.time_since_epoch()); }
    void sleep_for(std::chrono::nanoseconds duration) override {
        now_ += std::chrono::duration_cast<Instant::duration>(duration);
        if (const auto ask = std::exchange(on_sleep, {})) {
            ask();
        }
    }
    std::function<void()> on_sleep{};

private:
    Instant now_{std::chrono::seconds(1'767'225'600)};
};

/// Sees the time of another clock and has no time to wait.
class LookingClock final : public Clock {
public:
    explicit LookingClock(const Clock& clock) : clock_(clock) {}
    Instant now() const override { return clock_.now(); }
    Monotonic monotonic() const override { return clock_.monotonic(); }
    void sleep_for(std::chrono::nanoseconds /*duration*/) override { ++sleep_count; }
    int sleep_count = 0;

private:
    const Clock& clock_;
};

TEST(ApiBudget, ServesInTheOrderOfAsking) {
    // Goal: who asks while another waits does not get the call that the other waits for. Method: one call in 10 s; the
    // second request waits for its call, and just when it is free a third one comes, which has time for one look only.
    LoadedBudget loaded(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - {type: MovingWindowCallRatePolicy, rates: [{limit: 1, interval: PT10S}], matchers: []}\n");
    ApiBudget& budget = loaded.budget;
    AskingClock clock;
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/1"), clock));
    LookingClock late(clock);
    clock.on_sleep = [&] {
        EXPECT_TRUE(budget.acquire(request_to("https://a.test/3"), late));
        EXPECT_EQ(late.sleep_count, 1) << "it had to wait behind the second";
    };
    const Instant before = clock.now();
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/2"), clock));
    EXPECT_EQ(clock.now() - before, std::chrono::seconds(10) + std::chrono::milliseconds(1)) << "one wait is enough";
}

}  // namespace
}  // namespace levada::airbyte
