#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(SessionTokenRequestBearerAuthenticator, SpecHolds) {
    testing::expect_spec_holds("Bearer");
}

}  // namespace
}  // namespace levada::airbyte
