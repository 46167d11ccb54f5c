#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ComponentMappingDefinition, SpecHolds) {
    testing::expect_spec_holds("ComponentMappingDefinition");
}

}  // namespace
}  // namespace levada::airbyte
