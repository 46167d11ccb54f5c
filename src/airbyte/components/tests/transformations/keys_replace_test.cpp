#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysReplace, NestedToo) {
    EXPECT_EQ(testing::transformed("type: KeysReplace\nold: ' '\nnew: _\n", R"({"a b c":{"d e":1}})"),
              R"({"a_b_c":{"d_e":1}})");
    EXPECT_EQ(testing::transformed(
                  "type: KeysReplace\nold: \"{{ config.o }}\"\nnew: x\n", R"({"abc":1})", Json::object({{"o", "b"}})),
              R"({"axc":1})");
}

}  // namespace
}  // namespace levada::airbyte
