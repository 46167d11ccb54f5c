#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(KeyTransformation, SpecHolds) {
    testing::expect_spec_holds("KeyTransformation");
}

}  // namespace
}  // namespace levada::airbyte
