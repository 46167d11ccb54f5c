#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(RecordFilter, SpecHolds) {
    testing::expect_spec_holds("RecordFilter");
}

}  // namespace
}  // namespace levada::airbyte
