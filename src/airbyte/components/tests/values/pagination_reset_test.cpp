#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PaginationReset, SpecHolds) {
    testing::expect_spec_holds("PaginationReset");
}

}  // namespace
}  // namespace levada::airbyte
