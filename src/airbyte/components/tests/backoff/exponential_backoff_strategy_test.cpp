#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(ExponentialBackoffStrategy, Wait) {
    testing::ComponentFixture fixture;
    Response response = answered(500, "");
    struct Case {
        const char* node;
        std::int64_t count;
        double want;
    };
    constexpr Case kCases[] = {{"type: ExponentialBackoffStrategy", 1, 10},
                               {"type: ExponentialBackoffStrategy", 3, 40},
                               {"{type: ExponentialBackoffStrategy, factor: 2}", 2, 8},
                               {"{type: ExponentialBackoffStrategy, factor: 0}", 1, 10}};
    for (const Case& c : kCases) {
        EXPECT_EQ(testing::wait_of(fixture, c.node, response, c.count).value(), c.want)
            << c.node << ", attempt " << c.count;
    }
}

}  // namespace
}  // namespace levada::airbyte
