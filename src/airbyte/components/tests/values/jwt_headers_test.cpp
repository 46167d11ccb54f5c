#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(JwtHeaders, SpecHolds) {
    testing::expect_spec_holds("JwtHeaders");
}

}  // namespace
}  // namespace levada::airbyte
