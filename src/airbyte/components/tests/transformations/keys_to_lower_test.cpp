#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysToLower, TopLevelOnly) {
    EXPECT_EQ(testing::transformed("type: KeysToLower\n", R"({"Ab":{"Cd":1},"x":2})"), R"({"ab":{"Cd":1},"x":2})");
}

}  // namespace
}  // namespace levada::airbyte
