#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(WaitTimeFromResponse, Wait) {
    struct Case {
        const char* body;
        std::optional<double> want;
    };
    const Case cases[] = {{R"({"wait":9})", 9.0},
                          {R"({"wait":"4.5"})", 4.5},
                          {R"({"wait":-1})", std::nullopt},
                          {R"({"wait":"x"})", std::nullopt},
                          {"{}", std::nullopt},
                          {"<html>", std::nullopt}};
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        Response response = answered(429, c.body);
        EXPECT_EQ(
            testing::wait_of(
                fixture, "{type: WaitTimeFromResponse, wait_time_in_seconds: \"{{ response['wait'] }}\"}", response)
                .value(),
            c.want)
            << c.body;
    }
}

}  // namespace
}  // namespace levada::airbyte
