#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(OauthConnectorInputSpecification, SpecHolds) {
    testing::expect_spec_holds("OauthConnectorInputSpecification");
}

}  // namespace
}  // namespace levada::airbyte
