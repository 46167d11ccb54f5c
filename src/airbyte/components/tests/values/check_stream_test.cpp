#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(CheckStream, SpecHolds) {
    testing::expect_spec_holds("CheckStream");
}

}  // namespace
}  // namespace levada::airbyte
