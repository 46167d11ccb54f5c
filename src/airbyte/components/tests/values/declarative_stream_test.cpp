#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(DeclarativeStream, SpecHolds) {
    testing::expect_spec_holds("DeclarativeStream");
}

}  // namespace
}  // namespace levada::airbyte
