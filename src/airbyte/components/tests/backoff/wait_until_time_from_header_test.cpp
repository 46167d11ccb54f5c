#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(WaitUntilTimeFromHeader, Wait) {
    // The fixture's clock stands at 1707523200.
    struct Case {
        const char* name;
        const char* more;
        const char* value;
        std::optional<double> want;
    };
    const Case cases[] = {
        {"later", "", "1707523230", 30.0},
        {"past", "", "1707523100", std::nullopt},
        {"past with a minimum", ", min_wait: 5", "1707523100", 5.0},
        {"later than the minimum", ", min_wait: 5", "1707523230", 30.0},
        {"no number with a minimum", ", min_wait: 5", "soon", 5.0},
        {"no number", "", "soon", std::nullopt},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        Response response = answered(429, "", {{"X-Reset", c.value}});
        const std::string node = "{type: WaitUntilTimeFromHeader, header: X-Reset" + std::string(c.more) + "}";
        EXPECT_EQ(testing::wait_of(fixture, node, response).value(), c.want) << c.name;
    }
}

TEST(WaitUntilTimeFromHeader, TooLong) {
    testing::ComponentFixture fixture;
    Response response = answered(429, "", {{"X-Reset", "1707523230"}});
    const auto wait = testing::wait_of(
        fixture, "{type: WaitUntilTimeFromHeader, header: X-Reset, max_waiting_time_in_seconds: 30}", response);
    ASSERT_FALSE(wait);
    EXPECT_EQ(failure_type_of(wait.error()), FailureType::transient_error);
}

}  // namespace
}  // namespace levada::airbyte
