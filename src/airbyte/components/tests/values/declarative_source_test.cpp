#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(DeclarativeSource, SpecHolds) {
    testing::expect_spec_holds("DeclarativeSource");
}

}  // namespace
}  // namespace levada::airbyte
