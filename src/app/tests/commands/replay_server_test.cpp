#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

// The server itself is run as a process by tests/cases: here is what it refuses before it listens.
TEST(ReplayServerCommand, RefusesWhatItCannotServe) {
    const testing::TempDir folder;
    const std::string empty = (folder.path() / "empty.warc").string();
    ASSERT_TRUE(write_file_atomically(empty, ""));
    struct Case {
        std::vector<std::string> words;
        ErrorCode want;
        const char* message;
    };
    const Case cases[] = {
        {{"replay-server", empty, "--port", "x"}, ErrorCode::invalid_config, "--port: wanted 0 to 65535, found \"x\""},
        {{"replay-server", empty, "--port", "65536"}, ErrorCode::invalid_config, "65536"},
        {{"replay-server", (folder.path() / "none").string()}, ErrorCode::not_found, "none"},
        {{"replay-server", empty}, ErrorCode::not_found, "no request"},
        {{"replay-server"}, ErrorCode::invalid_config, "FILE"},
    };
    for (const Case& c : cases) {
        RecordedProcess process;
        const auto done = process.run(c.words);
        ASSERT_FALSE(done) << c.message;
        EXPECT_EQ(done.error().code(), c.want) << done.error().to_string();
        EXPECT_NE(done.error().message().find(c.message), std::string::npos) << done.error().to_string();
    }
}

}  // namespace
}  // namespace levada::app
