#include "spec_support.h"

namespace levada::airbyte {
namespace {

TEST(FileUploader, SpecHolds) {
    testing::expect_spec_holds("FileUploader");
}

}  // namespace
}  // namespace levada::airbyte
