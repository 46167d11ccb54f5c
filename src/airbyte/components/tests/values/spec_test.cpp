#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(Spec, SpecHolds) {
    testing::expect_spec_holds("Spec");
}

}  // namespace
}  // namespace levada::airbyte
