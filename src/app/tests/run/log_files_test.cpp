#include "run/log_files.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(LogFiles, GivesTheEntriesOfARunFromAllFiles) {
    const testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "levada.log.1",
                                      "{\"message\":\"a\",\"levada\":{\"run\":\"r1\"}}\n"
                                      "{\"message\":\"b\",\"levada\":{\"run\":\"r2\"}}\n"));
    ASSERT_TRUE(write_file_atomically(folder.path() / "levada.log",
                                      "{\"message\":\"c\",\"levada\":{\"run\":\"r1\"}}\n"
                                      "{\"message\":\"about r1\"}\n"
                                      "torn {\"levada\":{\"run\":\"r1\"}}\n"));
    std::string messages;
    const auto count = read_log_of_run(folder.path(), "r1", [&messages](const Json& entry) -> Status {
        messages += entry.string_or("message", "");
        return ok();
    });
    ASSERT_TRUE(count.has_value());
    EXPECT_EQ(messages, "ac");
    EXPECT_EQ(*count, 2U);
    EXPECT_EQ(read_log_of_run(folder.path() / "none", "r1", {}).value(), 0U);
}

}  // namespace
}  // namespace levada::app
