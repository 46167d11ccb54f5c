#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(AddedFieldDefinition, SpecHolds) {
    testing::expect_spec_holds("AddedFieldDefinition");
}

}  // namespace
}  // namespace levada::airbyte
