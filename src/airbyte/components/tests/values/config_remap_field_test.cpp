#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(ConfigRemapField, SpecHolds) {
    testing::expect_spec_holds("ConfigRemapField");
}

}  // namespace
}  // namespace levada::airbyte
