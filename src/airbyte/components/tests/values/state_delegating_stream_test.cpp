#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(StateDelegatingStream, SpecHolds) {
    testing::expect_spec_holds("StateDelegatingStream");
}

}  // namespace
}  // namespace levada::airbyte
