#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(HttpComponentsResolver, SpecHolds) {
    testing::expect_spec_holds("HttpComponentsResolver");
}

}  // namespace
}  // namespace levada::airbyte
