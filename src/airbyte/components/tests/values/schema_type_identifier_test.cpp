#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(SchemaTypeIdentifier, SpecHolds) {
    testing::expect_spec_holds("SchemaTypeIdentifier");
}

}  // namespace
}  // namespace levada::airbyte
