#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(AuthFlow, SpecHolds) {
    testing::expect_spec_holds("AuthFlow");
}

}  // namespace
}  // namespace levada::airbyte
