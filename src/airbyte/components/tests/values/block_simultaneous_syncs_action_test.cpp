#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(BlockSimultaneousSyncsAction, SpecHolds) {
    testing::expect_spec_holds("BlockSimultaneousSyncsAction");
}

}  // namespace
}  // namespace levada::airbyte
