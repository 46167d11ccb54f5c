#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(WaitTimeFromHeader, Wait) {
    struct Case {
        const char* name;
        const char* node;
        const char* value;
        std::optional<double> want;
    };
    const Case cases[] = {
        {"number", "{type: WaitTimeFromHeader, header: retry-after}", "12", 12.0},
        {"no number", "{type: WaitTimeFromHeader, header: Retry-After}", "soon", std::nullopt},
        {"other header", "{type: WaitTimeFromHeader, header: X-Wait}", "12", std::nullopt},
        {"pattern", "{type: WaitTimeFromHeader, header: Retry-After, regex: \"[0-9]+\"}", "12s", 12.0},
        {"pattern from the start only",
         "{type: WaitTimeFromHeader, header: Retry-After, regex: \"[0-9]+\"}",
         "in 12",
         std::nullopt},
        {"zero", "{type: WaitTimeFromHeader, header: Retry-After, max_waiting_time_in_seconds: 0}", "0", 0.0},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        Response response = answered(429, "", {{"Retry-After", c.value}});
        EXPECT_EQ(testing::wait_of(fixture, c.node, response).value(), c.want) << c.name;
    }
}

TEST(WaitTimeFromHeader, TooLong) {
    testing::ComponentFixture fixture;
    Response response = answered(429, "", {{"Retry-After", "60"}});
    const auto wait = testing::wait_of(
        fixture, "{type: WaitTimeFromHeader, header: Retry-After, max_waiting_time_in_seconds: 60}", response);
    ASSERT_FALSE(wait);
    EXPECT_EQ(failure_type_of(wait.error()), FailureType::transient_error);
    EXPECT_TRUE(is_traced(wait.error()));
}

}  // namespace
}  // namespace levada::airbyte
