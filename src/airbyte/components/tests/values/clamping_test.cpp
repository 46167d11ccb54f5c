#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(Clamping, SpecHolds) {
    testing::expect_spec_holds("Clamping");
}

}  // namespace
}  // namespace levada::airbyte
