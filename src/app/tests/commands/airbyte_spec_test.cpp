#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(AirbyteSpecCommand, SaysWhichFilesItNeeds) {
    RecordedProcess process;
    const auto refused = process.run({"airbyte", "spec"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("--manifest"), std::string::npos) << refused.error().message();
    EXPECT_EQ(refused.error().hint(), "levada airbyte spec --help");
}

}  // namespace
}  // namespace levada::app
