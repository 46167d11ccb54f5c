#include "levada/collect/rate_headers.h"

#include <vector>

#include <gtest/gtest.h>

#include "levada/base/time.h"

namespace levada {
namespace {

const Instant kReceived = *parse_rfc3339("2026-01-01T00:00:00Z");

struct Case {
    const char* name;
    int status;
    std::vector<HttpHeaders::Field> headers;
    double want;  ///< seconds; -1: none
};

void expect_waits(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        HttpResponse response;
        response.status = c.status;
        for (const auto& [name, value] : c.headers) {
            response.headers.add(name, value);
        }
        const auto got = wait_asked_for(response, kReceived);
        const double seconds_got = got.has_value() ? static_cast<double>(got->count()) / 1e9 : -1;
        EXPECT_NEAR(seconds_got, c.want, 0.001) << c.name;
    }
}

TEST(RateHeaders, ReadsWhatTheApiAsksFor) {
    // Goal: each form of the headers, as a wait in seconds. 1767225600 is 2026-01-01T00:00:00Z.
    expect_waits({
        {"nothing said", 200, {}, -1},
        {"retry after seconds", 429, {{"Retry-After", "30"}}, 30},
        {"retry after a date", 503, {{"retry-after", "Thu, 01 Jan 2026 00:01:00 GMT"}}, 60},
        {"a date that has passed", 429, {{"Retry-After", "Thu, 01 Jan 2015 00:01:00 GMT"}}, 0},
        {"retry after of a success", 200, {{"Retry-After", "30"}}, -1},
        {"retry after that is no number", 429, {{"Retry-After", "soon"}}, -1},
        {"some left", 200, {{"X-RateLimit-Remaining", "1"}, {"X-RateLimit-Reset", "1767225630"}}, -1},
        {"none left, date in seconds", 200, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1767225630"}}, 30},
        {"date in milliseconds", 200, {{"X-Rate-Limit-Remaining", "0"}, {"X-Rate-Limit-Reset", "1767225630500"}}, 30.5},
        {"seconds to go", 200, {{"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "12"}}, 12},
        {"date as text", 200, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "2026-01-01T00:00:05Z"}}, 5},
        {"left is no number", 200, {{"X-RateLimit-Remaining", "-inf"}, {"X-RateLimit-Reset", "1767225630"}}, -1},
        {"none left, reset not said", 200, {{"X-RateLimit-Remaining", "0"}}, -1},
        {"one header", 200, {{"RateLimit", "limit=100, remaining=0, reset=7"}}, 7},
        {"one header of the later draft", 200, {{"RateLimit", "\"default\";r=0;t=8"}}, 8},
        {"one header, some left", 200, {{"RateLimit", "\"default\";r=5;t=8"}}, -1},
    });
}

TEST(RateHeaders, DatesCountFromTheClockOfTheServer) {
    // Goal: a server whose clock is years ahead or behind is waited for as long as it means, by its own Date; what it
    // says in seconds needs none. 1956527990 is 2032-01-01T00:00:00Z less 10 s, 1420070430 is 2015-01-01T00:00:30Z.
    const HttpHeaders::Field ahead{"Date", "Thu, 01 Jan 2032 00:00:00 GMT"};
    const HttpHeaders::Field behind{"Date", "Thu, 01 Jan 2015 00:00:00 GMT"};
    expect_waits({
        {"ahead, Retry-After", 429, {ahead, {"Retry-After", "Thu, 01 Jan 2032 00:01:00 GMT"}}, 60},
        {"behind, Retry-After", 429, {behind, {"Retry-After", "Thu, 01 Jan 2015 00:01:00 GMT"}}, 60},
        {"ahead, reset", 200, {ahead, {"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1956528030"}}, 30},
        {"ahead, reset before Date", 200, {ahead, {"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "1956527990"}}, 0},
        {"behind, reset", 200, {behind, {"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1420070430"}}, 30},
        {"ahead, seconds", 429, {ahead, {"Retry-After", "5"}}, 5},
        {"no date at all", 429, {{"Date", "yesterday"}, {"Retry-After", "Thu, 01 Jan 2026 00:01:00 GMT"}}, 60},
    });
}

}  // namespace
}  // namespace levada
