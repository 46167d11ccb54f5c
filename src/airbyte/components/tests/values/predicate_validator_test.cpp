#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PredicateValidator, SpecHolds) {
    testing::expect_spec_holds("PredicateValidator");
}

}  // namespace
}  // namespace levada::airbyte
