#include "levada/collect/polite_http.h"

#include "requests.h"

#include <gtest/gtest.h>

#include "levada/ports/storage_fact.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada {
namespace {

using std::chrono::seconds;
using testing::ManualClock;
using testing::ScriptedHttp;

const Asker kShop{"shop"};

/// One request a minute, for requests to /slow; counts what it was told.
class MinuteRules final : public RateRules {
public:
    explicit MinuteRules(std::string id) : id_(std::move(id)) {}
    const std::string& id() const override { return id_; }
    std::string group_of(const HttpRequest& request) const override { return is_mine(request) ? "slow" : ""; }
    Result<std::chrono::nanoseconds> wait_for(const HttpRequest& request, Instant utc) override {
        if (request.url.ends_with("/never")) {
            return Error(ErrorCode::invalid_data, "too heavy");
        }
        const bool is_over = !is_mine(request) || utc >= next_;
        return is_over ? std::chrono::nanoseconds(0) : std::chrono::nanoseconds(next_ - utc);
    }
    void count(const HttpRequest& request, Instant utc) override {
        next_ = is_mine(request) ? utc + std::chrono::seconds(60) : next_;
    }
    void learn(const HttpRequest& request, const HttpResponse& response, Instant utc) override {
        next_ = is_mine(request) && response.status == 429 ? utc + std::chrono::seconds(600) : next_;
    }
    std::unique_ptr<RateRules> fresh() const override { return std::make_unique<MinuteRules>(id_); }

private:
    static bool is_mine(const HttpRequest& request) { return request.url.ends_with("/slow"); }
    std::string id_;
    Instant next_{};
};

TEST(BudgetHttp, RulesOfAManifestHoldForAllWhoShareTheBudget) {
    // Goal: what one pipeline's manifest says is kept by the other one on the same credential too, is counted once
    // even when both say it, and neither holds back requests that the limit is not about, nor logins.
    ManualClock clock;
    int status = 200;
    ScriptedHttp inner([&](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{.status = status}; });
    RateBudgets budgets;
    const Asker bank{"bank"};
    BudgetHttp shop(inner, clock, budgets, kShop, {});
    BudgetHttp other(inner, clock, budgets, bank, {});
    shop.use(std::make_shared<MinuteRules>("a"));
    struct Step {
        const char* name;
        BudgetHttp& http;
        const char* url;
        int want_seconds;
    };
    const Step steps[] = {
        {"the first one", shop, "http://a.example/slow", 0},
        {"the other pipeline waits as well", other, "http://a.example/slow", 60},
        {"another path does not", shop, "http://a.example/fast", 0},
        {"nor another host", shop, "http://b.example/slow", 0},
        {"and again", shop, "http://a.example/slow", 60},
    };
    for (const Step& step : steps) {
        const auto before = clock.slept();
        ASSERT_TRUE(step.http.send(request_to(step.url, "x"), Deadline::never()).has_value()) << step.name;
        EXPECT_EQ(clock.slept() - before, seconds(step.want_seconds)) << step.name;
    }
    other.use(std::make_shared<MinuteRules>("a"));
    const auto before = clock.slept();
    ASSERT_TRUE(other.send(request_to("http://a.example/slow", "x"), Deadline::never()).has_value());
    EXPECT_EQ(clock.slept() - before, seconds(60)) << "said by both, counted once";
    HttpRequest login = request_to("http://c.example/slow", "x");
    login.is_authentication = true;
    ASSERT_TRUE(shop.send(login, Deadline::never()).has_value());
    ASSERT_TRUE(shop.send(login, Deadline::never()).has_value());
    EXPECT_EQ(clock.slept() - before, seconds(60)) << "logins are not counted";
    EXPECT_EQ(shop.send(request_to("http://a.example/never", "x"), Deadline::never()).error().code(),
              ErrorCode::invalid_data);
    const auto waits = budgets.waits();
    EXPECT_EQ(waits.at("a.example").count, 3U);
    EXPECT_EQ(waits.at("a.example").time, seconds(180));
    status = 429;
    ASSERT_TRUE(shop.send(request_to("http://a.example/slow", "x"), Deadline::never()).has_value());
    const auto refused = clock.slept();
    status = 200;
    ASSERT_TRUE(shop.send(request_to("http://a.example/slow", "x"), Deadline::never()).has_value());
    EXPECT_EQ(clock.slept() - refused, seconds(600)) << "learnt from the refusal";
}

TEST(BudgetHttp, ARuleThatSaysForEverIsCut) {
    // Goal: a limit whose end is years ahead, by a clock that is wrong, is waited for an hour at a time.
    class YearsRules final : public RateRules {
    public:
        const std::string& id() const override { return id_; }
        std::string group_of(const HttpRequest& /*request*/) const override { return "x"; }
        Result<std::chrono::nanoseconds> wait_for(const HttpRequest& /*request*/, Instant /*utc*/) override {
            return std::chrono::nanoseconds(std::chrono::hours(24 * 365));
        }
        void count(const HttpRequest& /*request*/, Instant /*utc*/) override {}
        void learn(const HttpRequest&, const HttpResponse&, Instant /*utc*/) override {}
        std::unique_ptr<RateRules> fresh() const override { return std::make_unique<YearsRules>(); }

    private:
        std::string id_ = "years";
    };
    ManualClock clock;
    ScriptedHttp inner([](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{.status = 200}; });
    RateBudgets budgets;
    BudgetHttp http(inner, clock, budgets, kShop, {});
    http.use(std::make_shared<YearsRules>());
    const auto late =
        http.send(request_to("http://a.example/"), Deadline::after(clock.monotonic(), std::chrono::minutes(150)));
    EXPECT_EQ(late.error().code(), ErrorCode::rate_limited);
    EXPECT_EQ(late.error().retry_after(), std::chrono::hours(1));
    EXPECT_EQ(clock.slept(), std::chrono::hours(2)) << "two waits of an hour, the third would pass the deadline";
}

TEST(BudgetHttp, WaitsUntilTheBudgetIsThereAgain) {
    // Goal: after an answer that says none are left, the next request of that credential waits, and no other one.
    ManualClock clock;
    ScriptedHttp inner([](const HttpRequest&) -> Result<HttpResponse> {
        HttpResponse response;
        response.status = 200;
        response.headers.add("RateLimit-Remaining", "0");
        response.headers.add("RateLimit-Reset", "60");
        return response;
    });
    std::vector<std::string> waits;
    RateBudgets budgets;
    BudgetHttp http(inner, clock, budgets, kShop, [&](std::string_view host, std::chrono::nanoseconds wait) {
        waits.push_back(std::string(host) + " " + std::to_string(wait / seconds(1)));
    });
    ASSERT_TRUE(http.send(request_to("http://a.example/", "x"), Deadline::never()).has_value());
    ASSERT_TRUE(http.send(request_to("http://a.example/", "y"), Deadline::never()).has_value());
    EXPECT_EQ(clock.slept(), seconds(0));
    ASSERT_TRUE(http.send(request_to("http://a.example/", "x"), Deadline::never()).has_value());
    EXPECT_EQ(clock.slept(), seconds(61)) << "a second more than told: times are told in whole seconds";
    EXPECT_EQ(waits, std::vector<std::string>{"a.example 61"});
    const auto late = http.send(request_to("http://a.example/", "x"), Deadline::after(clock.monotonic(), seconds(30)));
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code(), ErrorCode::rate_limited);
    EXPECT_EQ(late.error().retry_after(), seconds(61));
    EXPECT_EQ(inner.requests().size(), 3U) << "nothing was sent";
    http.recycle(HttpResponse());
    EXPECT_EQ(inner.recycled_count(), 1);
}

TEST(PoliteHttp, WhoIsGoneSendsNothingBeforeItsTime) {
    // Goal: a wait that a stop cuts short does not let the request go early, and leaves the turn to others.
    ManualClock clock;
    bool is_gone = false;
    int sent = 0;
    ScriptedHttp inner([&](const HttpRequest&) -> Result<HttpResponse> {
        ++sent;
        return HttpResponse{.status = 503};
    });
    const Asker asker{.pipeline = "shop", .keys = PolitenessKeys(), .is_gone = [&] { return is_gone; }};
    RateBudgets budgets({.requests_per_second = 1, .burst_count = 1});
    BudgetHttp budget(inner, clock, budgets, asker, [&](auto, auto) { is_gone = true; });
    ASSERT_TRUE(budget.send(request_to("http://a.example/"), Deadline::never()).has_value());
    const Result<HttpResponse> waited = budget.send(request_to("http://a.example/"), Deadline::never());
    ASSERT_FALSE(waited.has_value());
    EXPECT_EQ(waited.error().code(), ErrorCode::cancelled);
    EXPECT_EQ(sent, 1);

    is_gone = false;
    CircuitBreakers breakers({.outcome_count_min = 2});
    BreakerHttp breaker(inner, clock, breakers, asker, {.on_wait = [&](auto, auto) { is_gone = true; }});
    const HttpRequest request = request_to("http://b.example/");
    ASSERT_TRUE(breaker.send(request, Deadline::never()).has_value());
    ASSERT_TRUE(breaker.send(request, Deadline::never()).has_value()) << "and the circuit opens";
    const Result<HttpResponse> paused = breaker.send(request, Deadline::never());
    ASSERT_FALSE(paused.has_value());
    EXPECT_EQ(paused.error().code(), ErrorCode::cancelled);
    EXPECT_EQ(sent, 3);
}

TEST(BreakerHttp, PausesAndTriesAgain) {
    // Goal: failures open it, a request then waits and is the trial; a success closes it; other hosts are not
    // concerned.
    ManualClock clock;
    bool is_up = false;
    ScriptedHttp inner([&](const HttpRequest& request) -> Result<HttpResponse> {
        if (is_up || request.url == "http://b.example/") {
            return HttpResponse{.status = 429};
        }
        return request.url == "http://a.example/500" ? Result<HttpResponse>(HttpResponse{.status = 500})
                                                     : Error(ErrorCode::unavailable, "no connection");
    });
    CircuitBreakers breakers({.outcome_count_min = 2, .open_time = seconds(30)});
    std::string changes;
    BreakerHttp http(
        inner, clock, breakers, kShop, {.on_state = [&changes](std::string_view host, CircuitBreaker::State state) {
            changes += std::string(host) + " " + std::string(to_string(state)) + ", ";
        }});
    EXPECT_EQ(http.send(request_to("http://a.example/"), Deadline::never()).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(http.send(request_to("http://a.example/500"), Deadline::never())->status, 500);
    EXPECT_EQ(breakers.counts().at("a.example").state, CircuitBreaker::State::open);
    EXPECT_EQ(http.send(request_to("http://b.example/"), Deadline::never())->status, 429);
    EXPECT_EQ(clock.slept(), seconds(0));
    const auto late = http.send(request_to("http://a.example/"), Deadline::after(clock.monotonic(), seconds(10)));
    EXPECT_EQ(late.error().retry_after(), seconds(30));
    EXPECT_EQ(inner.requests().size(), 3U) << "nothing was sent";
    is_up = true;
    EXPECT_EQ(http.send(request_to("http://a.example/"), Deadline::never())->status, 429) << "a refusal is an answer";
    EXPECT_EQ(clock.slept(), seconds(30));
    EXPECT_EQ(breakers.counts().at("a.example").state, CircuitBreaker::State::closed);
    EXPECT_EQ(changes, "a.example open, a.example half_open, a.example closed, ");
    EXPECT_EQ(breakers.counts().at("a.example").waited, seconds(30));
}

TEST(BreakerHttp, WhatFailsOnOurSideTellsNothingOfTheHost) {
    ManualClock clock;
    const Error ours[] = {Error(ErrorCode::cancelled, "told to stop"),
                          Error(ErrorCode::unavailable, "disk full").with(kStorageFact, "raw zone"),
                          Error(ErrorCode::invalid_config, "no such scheme")};
    for (const Error& error : ours) {
        ScriptedHttp inner([&](const HttpRequest&) -> Result<HttpResponse> { return error; });
        CircuitBreakers breakers({.outcome_count_min = 2});
        BreakerHttp http(inner, clock, breakers, kShop, {});
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(http.send(request_to("http://a.example/"), Deadline::never()).error().code(), error.code());
        }
        EXPECT_EQ(breakers.counts().at("a.example").state, CircuitBreaker::State::closed) << error.to_string();
    }
    EXPECT_EQ(clock.slept(), seconds(0));
}

}  // namespace
}  // namespace levada
