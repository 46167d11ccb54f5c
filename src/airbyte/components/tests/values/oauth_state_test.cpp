#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(OAuthState, SpecHolds) {
    testing::expect_spec_holds("OAuthState");
}

}  // namespace
}  // namespace levada::airbyte
