#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(DynamicDeclarativeStream, SpecHolds) {
    testing::expect_spec_holds("DynamicDeclarativeStream");
}

}  // namespace
}  // namespace levada::airbyte
