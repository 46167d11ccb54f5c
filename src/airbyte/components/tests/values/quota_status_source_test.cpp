#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(QuotaStatusSource, SpecHolds) {
    testing::expect_spec_holds("QuotaStatusSource");
}

}  // namespace
}  // namespace levada::airbyte
