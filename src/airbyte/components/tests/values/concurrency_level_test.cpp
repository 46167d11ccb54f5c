#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConcurrencyLevel, SpecHolds) {
    testing::expect_spec_holds("ConcurrencyLevel");
}

}  // namespace
}  // namespace levada::airbyte
