#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConditionalStreams, SpecHolds) {
    testing::expect_spec_holds("ConditionalStreams");
}

}  // namespace
}  // namespace levada::airbyte
