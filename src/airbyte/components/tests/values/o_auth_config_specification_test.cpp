#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(OAuthConfigSpecification, SpecHolds) {
    testing::expect_spec_holds("OAuthConfigSpecification");
}

}  // namespace
}  // namespace levada::airbyte
