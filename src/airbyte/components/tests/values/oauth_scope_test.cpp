#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(OAuthScope, SpecHolds) {
    testing::expect_spec_holds("OAuthScope");
}

}  // namespace
}  // namespace levada::airbyte
