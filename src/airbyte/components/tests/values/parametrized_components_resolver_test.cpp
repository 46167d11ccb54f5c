#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ParametrizedComponentsResolver, SpecHolds) {
    testing::expect_spec_holds("ParametrizedComponentsResolver");
}

}  // namespace
}  // namespace levada::airbyte
