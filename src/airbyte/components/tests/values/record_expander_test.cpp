#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(RecordExpander, SpecHolds) {
    testing::expect_spec_holds("RecordExpander");
}

}  // namespace
}  // namespace levada::airbyte
