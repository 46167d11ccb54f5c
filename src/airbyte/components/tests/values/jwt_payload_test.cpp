#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(JwtPayload, SpecHolds) {
    testing::expect_spec_holds("JwtPayload");
}

}  // namespace
}  // namespace levada::airbyte
