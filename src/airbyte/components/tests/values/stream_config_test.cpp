#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(StreamConfig, SpecHolds) {
    testing::expect_spec_holds("StreamConfig");
}

}  // namespace
}  // namespace levada::airbyte
