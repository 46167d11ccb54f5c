#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(TokenQuota, SpecHolds) {
    testing::expect_spec_holds("TokenQuota");
}

}  // namespace
}  // namespace levada::airbyte
