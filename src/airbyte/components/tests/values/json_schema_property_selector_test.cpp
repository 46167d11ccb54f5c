#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(JsonSchemaPropertySelector, SpecHolds) {
    testing::expect_spec_holds("JsonSchemaPropertySelector");
}

}  // namespace
}  // namespace levada::airbyte
