#include "levada/collect/rate_budget.h"

#include <vector>

#include <gtest/gtest.h>

#include "levada/base/time.h"

namespace levada {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

const Instant kNow = *parse_rfc3339("2026-01-01T00:00:00Z");

TEST(RateBudget, IsClosedAsLongAsTheApiSaid) {
    // Goal: the wait counts down, the longest one counts, and one that is absurd is cut.
    RateBudget budget({.wait_max = seconds(100)});
    EXPECT_EQ(budget.take("s", Monotonic(seconds(0))), seconds(0));
    HttpResponse response;
    response.status = 429;
    response.headers.add("Retry-After", "30");
    budget.answered(response, Monotonic(seconds(10)), kNow);
    response.headers.set("Retry-After", "5");
    budget.answered(response, Monotonic(seconds(11)), kNow);
    EXPECT_EQ(budget.take("s", Monotonic(seconds(15))), seconds(25));
    EXPECT_EQ(budget.take("s", Monotonic(seconds(40))), seconds(0));
    response.headers.set("Retry-After", "999999999999");
    budget.answered(response, Monotonic(seconds(50)), kNow);
    EXPECT_EQ(budget.take("s", Monotonic(seconds(50))), seconds(100));
}

TEST(RateBudget, SpreadsRequestsOverTime) {
    // Goal: a burst, then one each half second; unused time fills the burst up again, and no further.
    RateBudget budget({.requests_per_second = 2, .burst_count = 2});
    const Monotonic start(seconds(1));
    EXPECT_EQ(budget.take("s", start), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start), milliseconds(500));
    EXPECT_EQ(budget.take("s", start + milliseconds(500)), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start + seconds(100)), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start + seconds(100)), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start + seconds(100)), milliseconds(500));
}

TEST(RateBudget, CountsWhatIsUnderWay) {
    // Goal: of three that are left two are under way, so one more may go; then one alone asks what comes next.
    RateBudget budget({});
    const Monotonic start(seconds(1));
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(budget.take("s", start), nanoseconds(0));
    }
    HttpResponse response;
    response.status = 200;
    response.headers.add("X-RateLimit-Remaining", "3");
    response.headers.add("X-RateLimit-Reset", "10");
    budget.answered(response, start, kNow);
    EXPECT_EQ(budget.take("s", start), nanoseconds(0));
    EXPECT_EQ(budget.take("s", start), seconds(11));
    const Monotonic later = start + seconds(11);
    budget.failed();
    budget.failed();
    budget.failed();
    EXPECT_EQ(budget.take("s", later), nanoseconds(0)) << "the first of the next window";
    EXPECT_GT(budget.take("s", later), nanoseconds(0)) << "the others wait for its answer";
    budget.answered(response, later, kNow);
    EXPECT_EQ(budget.take("s", later), nanoseconds(0));
}

TEST(RateBudget, ServesStreamsInTurn) {
    RateBudget budget({.requests_per_second = 1, .burst_count = 1});
    const Monotonic start(seconds(1));
    EXPECT_EQ(budget.take("busy", start), nanoseconds(0));
    EXPECT_EQ(budget.take("busy", start), seconds(1));
    EXPECT_EQ(budget.take("quiet", start), seconds(1));
    const Monotonic later = start + seconds(1);
    EXPECT_GT(budget.take("busy", later), nanoseconds(0)) << "the other one has waited and was not served yet";
    EXPECT_EQ(budget.take("quiet", later), nanoseconds(0));
    EXPECT_EQ(budget.take("busy", later + seconds(1)), nanoseconds(0));
    budget.take("quiet", later + seconds(1));
    budget.leave("quiet");
    EXPECT_EQ(budget.take("busy", later + seconds(2)), nanoseconds(0)) << "nobody else waits any more";
}

TEST(RateBudget, LearnsAPaceFromRefusals) {
    // Goal: ten answers in ten seconds, then closed for a minute: ten in 70 seconds, and a little less.
    RateBudget budget({});
    HttpResponse response;
    response.status = 200;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(budget.take("s", Monotonic(seconds(100 + i))), nanoseconds(0));
        budget.answered(response, Monotonic(seconds(100 + i)), kNow);
    }
    EXPECT_EQ(budget.take("s", Monotonic(seconds(110))), nanoseconds(0));
    response.status = 429;
    response.headers.add("Retry-After", "60");
    budget.answered(response, Monotonic(seconds(110)), kNow);
    EXPECT_EQ(budget.take("s", Monotonic(seconds(111))), seconds(59));
    EXPECT_EQ(budget.take("s", Monotonic(seconds(170))), nanoseconds(0));
    EXPECT_NEAR(static_cast<double>(budget.take("s", Monotonic(seconds(170))).count()) / 1e9, 7.37, 0.01);
    EXPECT_EQ(budget.take("s", Monotonic(seconds(178))), nanoseconds(0));
    EXPECT_EQ(budget.take("s", Monotonic(seconds(7200))), nanoseconds(0));
    EXPECT_EQ(budget.take("s", Monotonic(seconds(7200))), nanoseconds(0)) << "an hour later it is forgotten";
}

TEST(RateBudget, TimeWithoutRequestsTeachesNoPace) {
    // Goal: ten answers in ten seconds, nothing for half an hour, ten more, then closed for two seconds: 20 in 21
    // seconds.
    RateBudget budget({});
    HttpResponse response;
    response.status = 200;
    for (const int begin : {100, 1909}) {
        for (int i = 0; i < 10; ++i) {
            EXPECT_EQ(budget.take("s", Monotonic(seconds(begin + i))), nanoseconds(0));
            budget.answered(response, Monotonic(seconds(begin + i)), kNow);
        }
    }
    EXPECT_EQ(budget.take("s", Monotonic(seconds(1919))), nanoseconds(0));
    response.status = 429;
    response.headers.add("Retry-After", "2");
    budget.answered(response, Monotonic(seconds(1919)), kNow);
    EXPECT_EQ(budget.take("s", Monotonic(seconds(1921))), nanoseconds(0));
    EXPECT_NEAR(static_cast<double>(budget.take("s", Monotonic(seconds(1921))).count()) / 1e9, 21.0 / 20 / 0.95, 0.01);
}

TEST(RateBudget, ALimitBesidesHoldsBackOnlyThoseWhoWaitForIt) {
    // Goal: a stream that waits for a limit of its own has no turn that others wait for; those of the same limit do.
    RateBudget budget({});
    const Monotonic start(seconds(1));
    EXPECT_EQ(budget.take("fast", start), nanoseconds(0));
    EXPECT_EQ(budget.take("other", start, {.group = "reports"}), nanoseconds(0));
    EXPECT_EQ(budget.take("slow", start, {.wait = seconds(60), .group = "reports"}), seconds(60));
    EXPECT_EQ(budget.take("fast", start), nanoseconds(0)) << "nothing holds it back";
    const Monotonic later = start + seconds(60);
    EXPECT_GT(budget.take("other", later, {.group = "reports"}), nanoseconds(0)) << "the one that waits comes first";
    EXPECT_EQ(budget.take("slow", later, {.group = "reports"}), nanoseconds(0));
    EXPECT_EQ(budget.take("other", later, {.group = "reports"}), nanoseconds(0));
}

TEST(RateBudget, ClocksThatDifferByYearsDoNotMakeItWaitForYears) {
    // Goal: with a Date the server's own difference counts; without one, a reset that is years ahead is an hour, and
    // one that is years behind is a second.
    struct Case {
        const char* name;
        std::vector<HttpHeaders::Field> headers;
        nanoseconds want;
    };
    const Case cases[] = {
        {"ahead, with Date",
         {{"Date", "Thu, 01 Jan 2032 00:00:00 GMT"}, {"X-RateLimit-Reset", "1956528030"}},
         seconds(31)},
        {"ahead, without", {{"X-RateLimit-Reset", "1956528030"}}, seconds(3600)},
        {"behind, with Date",
         {{"Date", "Thu, 01 Jan 2015 00:00:00 GMT"}, {"X-RateLimit-Reset", "1420070430"}},
         seconds(31)},
        {"behind, without", {{"X-RateLimit-Reset", "1420070430"}}, seconds(1)},
    };
    for (const Case& c : cases) {
        RateBudget budget({});
        const Monotonic start(seconds(1));
        EXPECT_EQ(budget.take("s", start), nanoseconds(0));
        HttpResponse response;
        response.status = 200;
        response.headers.add("X-RateLimit-Remaining", "0");
        for (const auto& [name, value] : c.headers) {
            response.headers.add(name, value);
        }
        budget.answered(response, start, kNow);
        EXPECT_EQ(budget.take("s", start), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada
