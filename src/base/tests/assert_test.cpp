#include "levada/base/assert.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Assert, TrueGoesOn) {
    int evaluated_count = 0;
    LEVADA_ASSERT(++evaluated_count == 1);
    EXPECT_EQ(evaluated_count, 1) << "the condition is evaluated once";
}

TEST(AssertDeathTest, FalseAbortsAndSaysWhere) {
    // Goal: a broken invariant ends the program, with the condition and its place on stderr.
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(LEVADA_ASSERT(1 + 1 == 3), "1 \\+ 1 == 3");
    EXPECT_DEATH(LEVADA_ASSERT(1 + 1 == 3), "assert_test\\.cpp");
}

}  // namespace
}  // namespace levada
