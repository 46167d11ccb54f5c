#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(JinjaCommand, RendersEachCaseOrSaysWhatIsWrong) {
    const testing::TempDir folder;
    const std::string cases = (folder.path() / "cases.jsonl").string();
    ASSERT_TRUE(write_file_atomically(cases,
                                      "{\"id\": \"a\", \"template\": \"{{ x + 1 }}\", \"context\": {\"x\": 41}}\n"
                                      "{\"id\": \"b\", \"template\": \"{% if %}\", \"context\": {}}\n"));
    RecordedProcess process;
    const auto done = process.run({"jinja", "--env", "plain", "--cases", cases});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_NE(process.out().find("\"output\": \"42\""), std::string::npos) << process.out();
    EXPECT_NE(process.out().find("\"error\""), std::string::npos) << process.out();
}

TEST(JinjaCommand, NeedsItsCases) {
    RecordedProcess process;
    EXPECT_EQ(process.run({"jinja"}).error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(process.run({"jinja", "--cases", "/nonexistent/x"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
