#include "levada/adapters/duckdb/duckdb_engine.h"

#include "engine_support.h"

#include <gtest/gtest.h>

#include "levada/testing/temp_dir.h"

namespace levada::duckdb {
namespace {

TEST(DuckDbEngine, ReadsAndWritesOnlyAllowedFolders) {
    const testing::TempDir folder;
    DuckDbOptions options;
    options.allowed_folders = {folder.path() / "lake"};
    std::filesystem::create_directory(folder.path() / "lake");
    MemoryEngine memory(options);
    const std::string inside = (folder.path() / "lake" / "a.parquet").string();
    const std::string outside = (folder.path() / "b.parquet").string();
    EXPECT_TRUE(memory.engine().execute("COPY (SELECT 1 AS one) TO '" + inside + "'", Deadline::never()).has_value());
    EXPECT_EQ(memory.lines("SELECT one FROM read_parquet('" + inside + "')"), (std::vector<std::string>{"1"}));
    const Status refused = memory.engine().execute("COPY (SELECT 1) TO '" + outside + "'", Deadline::never());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::permission_denied);
    EXPECT_FALSE(memory.engine().execute("SET enable_external_access = true", Deadline::never()).has_value());
}

TEST(DuckDbEngine, ResultsLargerThanMemoryGoToTheTempFolder) {
    const testing::TempDir folder;
    DuckDbOptions options;
    options.temp_folder = folder.path() / "spill";
    options.memory_limit_bytes = std::uint64_t{48} << 20;
    MemoryEngine memory(options);
    const Status made = memory.engine().execute(
        "CREATE TABLE t AS SELECT i, repeat(md5(i::VARCHAR), 8) AS s FROM range(400000) r(i)", Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT count(*), sum(length(s)) FROM t"), (std::vector<std::string>{"400000|102400000"}));
}

TEST(DuckDbEngine, TooLittleMemoryIsUnavailable) {
    DuckDbOptions options;
    options.memory_limit_bytes = std::uint64_t{16} << 20;
    MemoryEngine memory(options);
    const Status made = memory.engine().execute(
        "CREATE TABLE t AS SELECT md5(i::VARCHAR) || sha256(i::VARCHAR) AS s FROM range(2000000) r(i)",
        Deadline::never());
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code(), ErrorCode::unavailable);
}

TEST(DuckDbEngine, DatabaseFileKeepsItsTables) {
    const testing::TempDir folder;
    DuckDbOptions options;
    options.database = folder.path() / "x.duckdb";
    {
        MemoryEngine first(options);
        ASSERT_TRUE(first.engine().execute("CREATE TABLE t AS SELECT 5 AS five", Deadline::never()).has_value());
    }
    MemoryEngine second(options);
    EXPECT_EQ(second.lines("SELECT five FROM t"), (std::vector<std::string>{"5"}));
}

TEST(DuckDbEngine, AnUnknownDatabaseFolderIsAnError) {
    const testing::ManualClock clock;
    DuckDbOptions options;
    options.database = "/nowhere/at/all/x.duckdb";
    const auto opened = DuckDbEngine::open(options, clock);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::unavailable);
}

}  // namespace
}  // namespace levada::duckdb
