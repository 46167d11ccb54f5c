#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PageSizeReduction, SpecHolds) {
    testing::expect_spec_holds("PageSizeReduction");
}

}  // namespace
}  // namespace levada::airbyte
