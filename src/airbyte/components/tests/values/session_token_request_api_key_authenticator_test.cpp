#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(SessionTokenRequestApiKeyAuthenticator, SpecHolds) {
    testing::expect_spec_holds("ApiKey");
}

}  // namespace
}  // namespace levada::airbyte
