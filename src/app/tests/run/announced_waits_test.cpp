#include "run/announced_waits.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada::app {
namespace {

TEST(AnnouncedWaits, SayTheCauseAndForHowLong) {
    struct Case {
        const char* name;
        Result<HttpResponse> answer;
        std::chrono::milliseconds wait;
        const char* want;
    };
    HttpResponse refused;
    refused.status = 503;
    HttpResponse answered;
    answered.status = 200;
    const Case cases[] = {
        {"no answer",
         Error(ErrorCode::unavailable, "cannot reach x"),
         std::chrono::seconds(5),
         "cannot reach x; trying again in 5 s"},
        {"an error status", refused, std::chrono::milliseconds(1500), "HTTP status 503; trying again in 2 s"},
        {"politeness", answered, std::chrono::seconds(60), "the API asked to wait; trying again in 60 s"},
        {"too short to tell", refused, std::chrono::milliseconds(999), ""},
    };
    for (const Case& c : cases) {
        testing::ScriptedHttp script([&c](const HttpRequest& /*request*/) { return c.answer; });
        testing::ManualClock clock{Instant()};
        LastFailureHttp http(script);
        std::string told;
        AnnouncingClock announcing(clock, http, [&told](const std::string& line) { told += line; });
        EXPECT_EQ(http.send(HttpRequest(), Deadline::never()).has_value(), c.answer.has_value());
        announcing.sleep_for(c.wait);
        EXPECT_EQ(told, c.want) << c.name;
        EXPECT_EQ(clock.now() - Instant(), c.wait) << c.name;
    }
}

TEST(AnnouncedWaits, AnAnswerEndsTheFailure) {
    bool is_down = true;
    testing::ScriptedHttp script([&is_down](const HttpRequest& /*request*/) -> Result<HttpResponse> {
        if (is_down) {
            return Error(ErrorCode::unavailable, "cannot reach x");
        }
        return HttpResponse();
    });
    LastFailureHttp http(script);
    EXPECT_FALSE(http.send(HttpRequest(), Deadline::never()));
    EXPECT_EQ(http.last_failure(), "cannot reach x");
    is_down = false;
    EXPECT_TRUE(http.send(HttpRequest(), Deadline::never()));
    EXPECT_EQ(http.last_failure(), "");
}

}  // namespace
}  // namespace levada::app
