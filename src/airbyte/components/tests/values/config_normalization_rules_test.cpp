#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigNormalizationRules, SpecHolds) {
    testing::expect_spec_holds("ConfigNormalizationRules");
}

}  // namespace
}  // namespace levada::airbyte
