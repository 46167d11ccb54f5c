#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(GroupByKeyMergeStrategy, SpecHolds) {
    testing::expect_spec_holds("GroupByKeyMergeStrategy");
}

}  // namespace
}  // namespace levada::airbyte
