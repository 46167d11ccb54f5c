#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(VersionCommand, PrintsNameAndVersion) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"version"}));
    EXPECT_EQ(process.out(), "levada " LEVADA_VERSION "\n");
    RecordedProcess json;
    ASSERT_TRUE(json.run({"version", "--json"}));
    EXPECT_EQ(json.out(), "{\"name\":\"levada\",\"version\":\"" LEVADA_VERSION "\"}\n");
    RecordedProcess flag;
    ASSERT_TRUE(flag.run({"--version"}));
    EXPECT_EQ(flag.out(), process.out());
}

}  // namespace
}  // namespace levada::app
