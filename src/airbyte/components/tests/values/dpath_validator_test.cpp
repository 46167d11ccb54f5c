#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(DpathValidator, SpecHolds) {
    testing::expect_spec_holds("DpathValidator");
}

}  // namespace
}  // namespace levada::airbyte
