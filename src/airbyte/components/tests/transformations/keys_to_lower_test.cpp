#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysToLower, TopLevelOnly) {
    EXPECT_EQ(testing::transformed("type: KeysToLower\n", R"({"Ab":{"Cd":1},"x":2})"), R"({"ab":{"Cd":1},"x":2})");
    EXPECT_EQ(testing::transformed("type: KeysToLower\n", R"({"A":1,"a":2})"), R"({"a":1})")
        << "the renamed one counts";
}

}  // namespace
}  // namespace levada::airbyte
