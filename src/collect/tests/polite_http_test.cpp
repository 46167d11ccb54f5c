#include "levada/collect/polite_http.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada {
namespace {

using std::chrono::seconds;
using testing::ManualClock;
using testing::ScriptedHttp;

HttpRequest request_to(const std::string& url, const std::string& authorization = "") {
    HttpRequest request{.url = url};
    if (!authorization.empty()) {
        request.headers.add("Authorization", authorization);
    }
    return request;
}

TEST(PoliteHttp, KeysTellCredentialsApartWithoutHoldingThem) {
    // Goal: same host and credential share; another one of either does not; no secret is in a key.
    const std::string key = politeness_key(request_to("https://a.example/x?page=1", "Bearer s3cr3t"));
    EXPECT_EQ(key, politeness_key(request_to("https://a.example/y?page=2", "Bearer s3cr3t")));
    EXPECT_NE(key, politeness_key(request_to("https://a.example/x", "Bearer other")));
    EXPECT_NE(key, politeness_key(request_to("https://b.example/x", "Bearer s3cr3t")));
    EXPECT_NE(politeness_key(request_to("https://a.example/?api_key=1")),
              politeness_key(request_to("https://a.example/?api_key=2")));
    EXPECT_EQ(politeness_key(request_to("https://a.example:8443/")), "a.example:8443");
    EXPECT_EQ(key.find("s3cr3t"), std::string::npos);
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
    BudgetHttp http(inner, clock, budgets, [&](std::string_view host, std::chrono::nanoseconds wait) {
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
        inner, clock, breakers, {.on_state = [&changes](std::string_view host, CircuitBreaker::State state) {
            changes += std::string(host) + " " + std::string(to_string(state)) + ", ";
        }});
    EXPECT_EQ(http.send(request_to("http://a.example/"), Deadline::never()).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(http.send(request_to("http://a.example/500"), Deadline::never())->status, 500);
    EXPECT_EQ(breakers.states().at("a.example"), CircuitBreaker::State::open);
    EXPECT_EQ(http.send(request_to("http://b.example/"), Deadline::never())->status, 429);
    EXPECT_EQ(clock.slept(), seconds(0));
    const auto late = http.send(request_to("http://a.example/"), Deadline::after(clock.monotonic(), seconds(10)));
    EXPECT_EQ(late.error().retry_after(), seconds(30));
    EXPECT_EQ(inner.requests().size(), 3U) << "nothing was sent";
    is_up = true;
    EXPECT_EQ(http.send(request_to("http://a.example/"), Deadline::never())->status, 429) << "a refusal is an answer";
    EXPECT_EQ(clock.slept(), seconds(30));
    EXPECT_EQ(breakers.states().at("a.example"), CircuitBreaker::State::closed);
    EXPECT_EQ(changes, "a.example open, a.example closed, ");
}

}  // namespace
}  // namespace levada
