#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(TypesMap, SpecHolds) {
    testing::expect_spec_holds("TypesMap");
}

}  // namespace
}  // namespace levada::airbyte
