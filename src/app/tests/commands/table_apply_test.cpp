#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

constexpr const char* kScript = R"({"table": {"name": "t", "key": ["id"], "partition": [], "order": "ts",
  "columns": [["id", "BIGINT"], ["ts", "BIGINT"], ["name", "VARCHAR"]]},
  "steps": [{"op": "upsert", "rows": [{"id": 1, "ts": 1, "name": "a"}, {"id": 2, "ts": 1, "name": "b"}]},
            {"op": "upsert", "rows": [{"id": 1, "ts": 2, "name": "c"}]}]})";

TEST(TableCommands, WhatApplyWritesReadShows) {
    const testing::TempDir folder;
    const std::string script = (folder.path() / "s.json").string();
    const std::string table = (folder.path() / "t").string();
    ASSERT_TRUE(write_file_atomically(script, kScript));
    RecordedProcess apply;
    const auto applied = apply.run({"table", "apply", "--script", script, "--path", table});
    ASSERT_TRUE(applied) << applied.error().to_string();
    RecordedProcess read;
    ASSERT_TRUE(read.run({"table", "read", "--path", table}));
    EXPECT_NE(read.out().find("\"name\":\"c\""), std::string::npos) << read.out();
    EXPECT_NE(read.out().find("\"name\":\"b\""), std::string::npos) << read.out();
    EXPECT_EQ(read.out().find("\"name\":\"a\""), std::string::npos) << read.out();
}

TEST(TableCommands, ApplyRefusesAScriptThatIsNoJson) {
    const testing::TempDir folder;
    const std::string script = (folder.path() / "s.json").string();
    ASSERT_TRUE(write_file_atomically(script, "{"));
    RecordedProcess process;
    const auto refused = process.run({"table", "apply", "--script", script, "--path", (folder.path() / "t").string()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(refused.error().place(), script);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "t"));
}

}  // namespace
}  // namespace levada::app
