#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigAddFields, SpecHolds) {
    testing::expect_spec_holds("ConfigAddFields");
}

}  // namespace
}  // namespace levada::airbyte
