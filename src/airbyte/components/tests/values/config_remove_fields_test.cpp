#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigRemoveFields, SpecHolds) {
    testing::expect_spec_holds("ConfigRemoveFields");
}

}  // namespace
}  // namespace levada::airbyte
