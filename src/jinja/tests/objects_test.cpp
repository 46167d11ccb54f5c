#include "objects.h"

#include <cstdint>

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Objects, RangeSizes) {
    struct Case {
        std::int64_t start;
        std::int64_t stop;
        std::int64_t step;
        std::size_t want;
    };
    constexpr Case kCases[] = {{0, 3, 1, 3},
                               {3, 0, 1, 0},
                               {3, 0, -1, 3},
                               {0, 10, 3, 4},
                               {0, 0, 1, 0},
                               {10, 0, -3, 4},
                               {INT64_MIN, INT64_MAX, INT64_MAX, 3}};
    for (const Case& c : kCases) {
        EXPECT_EQ(RangeObject(c.start, c.stop, c.step).size(), c.want) << c.start << ":" << c.stop << ":" << c.step;
    }
}

TEST(Objects, SmallestIntegerKind) {
    EXPECT_EQ(value_of(BigInteger(5)).kind(), Kind::integer);
    EXPECT_EQ(value_of(*BigInteger(2).power(64)).kind(), Kind::big_integer);
    EXPECT_EQ(big_of(Value::boolean(true)).to_string(), "1");
}

TEST(Objects, SetsKeepOneOfEach) {
    EXPECT_EQ(make_set({Value::integer(1), Value::real(1.0), Value::integer(2)}).repr(), "{1, 2}");
    EXPECT_EQ(make_set({}).repr(), "set()");
}

}  // namespace levada::jinja
