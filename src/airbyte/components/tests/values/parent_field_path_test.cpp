#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ParentFieldPath, SpecHolds) {
    testing::expect_spec_holds("ParentFieldPath");
}

}  // namespace
}  // namespace levada::airbyte
