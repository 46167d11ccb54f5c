#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigMigration, SpecHolds) {
    testing::expect_spec_holds("ConfigMigration");
}

}  // namespace
}  // namespace levada::airbyte
