#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(RequestBodyGraphQlQuery, SpecHolds) {
    testing::expect_spec_holds("RequestBodyGraphQlQuery");
}

}  // namespace
}  // namespace levada::airbyte
