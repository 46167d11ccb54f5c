#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(CheckDynamicStream, SpecHolds) {
    testing::expect_spec_holds("CheckDynamicStream");
}

}  // namespace
}  // namespace levada::airbyte
