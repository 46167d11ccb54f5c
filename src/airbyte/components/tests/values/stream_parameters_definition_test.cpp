#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(StreamParametersDefinition, SpecHolds) {
    testing::expect_spec_holds("StreamParametersDefinition");
}

}  // namespace
}  // namespace levada::airbyte
