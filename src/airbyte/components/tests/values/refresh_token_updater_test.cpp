#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(RefreshTokenUpdater, SpecHolds) {
    testing::expect_spec_holds("RefreshTokenUpdater");
}

}  // namespace
}  // namespace levada::airbyte
