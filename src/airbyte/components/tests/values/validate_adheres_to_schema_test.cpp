#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ValidateAdheresToSchema, SpecHolds) {
    testing::expect_spec_holds("ValidateAdheresToSchema");
}

}  // namespace
}  // namespace levada::airbyte
