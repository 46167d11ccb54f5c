#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PropertiesFromEndpoint, SpecHolds) {
    testing::expect_spec_holds("PropertiesFromEndpoint");
}

}  // namespace
}  // namespace levada::airbyte
