#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(QueryProperties, SpecHolds) {
    testing::expect_spec_holds("QueryProperties");
}

}  // namespace
}  // namespace levada::airbyte
