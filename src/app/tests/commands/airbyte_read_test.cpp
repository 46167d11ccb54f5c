#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(AirbyteReadCommand, SaysWhichFilesItNeeds) {
    RecordedProcess process;
    const auto refused = process.run({"airbyte", "read"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("--manifest"), std::string::npos) << refused.error().message();
    EXPECT_EQ(refused.error().hint(), "levada airbyte read --help");
}

}  // namespace
}  // namespace levada::app
