#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ComplexFieldType, SpecHolds) {
    testing::expect_spec_holds("ComplexFieldType");
}

}  // namespace
}  // namespace levada::airbyte
