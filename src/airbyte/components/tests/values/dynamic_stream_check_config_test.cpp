#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(DynamicStreamCheckConfig, SpecHolds) {
    testing::expect_spec_holds("DynamicStreamCheckConfig");
}

}  // namespace
}  // namespace levada::airbyte
