#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(RequestWindowSplitting, SpecHolds) {
    testing::expect_spec_holds("RequestWindowSplitting");
}

}  // namespace
}  // namespace levada::airbyte
