#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PaginationResetLimits, SpecHolds) {
    testing::expect_spec_holds("PaginationResetLimits");
}

}  // namespace
}  // namespace levada::airbyte
