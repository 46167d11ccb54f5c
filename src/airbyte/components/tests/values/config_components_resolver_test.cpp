#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigComponentsResolver, SpecHolds) {
    testing::expect_spec_holds("ConfigComponentsResolver");
}

}  // namespace
}  // namespace levada::airbyte
