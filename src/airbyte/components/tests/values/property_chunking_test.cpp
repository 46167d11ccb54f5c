#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(PropertyChunking, SpecHolds) {
    testing::expect_spec_holds("PropertyChunking");
}

}  // namespace
}  // namespace levada::airbyte
