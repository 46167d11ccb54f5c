#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(StreamGroup, SpecHolds) {
    testing::expect_spec_holds("StreamGroup");
}

}  // namespace
}  // namespace levada::airbyte
