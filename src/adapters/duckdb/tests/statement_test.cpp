#include "statement.h"

#include "engine_support.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(Statement, ParametersByKind) {
    MemoryEngine memory;
    const std::vector<Json> parameters = {
        Json(), Json(true), Json(std::int64_t{7}), Json(1.5), Json("é'"), Json::object({{"a", Json(std::int64_t{1})}})};
    EXPECT_EQ(
        memory.lines("SELECT $1::INTEGER, $2::BOOLEAN, $3::BIGINT, $4::DOUBLE, $5::VARCHAR, $6::VARCHAR", parameters),
        (std::vector<std::string>{"-|true|7|1.5|é'|{\"a\":1}"}));
}

TEST(Statement, ErrorsByCause) {
    MemoryEngine memory;
    struct Case {
        const char* sql;
        std::vector<Json> parameters;
        ErrorCode want;
    };
    const Case cases[] = {
        {"SELEC 1", {}, ErrorCode::invalid_data},
        {"SELECT * FROM nowhere", {}, ErrorCode::not_found},
        {"SELECT nothing FROM (SELECT 1 AS one)", {}, ErrorCode::invalid_data},
        {"SELECT $1::INTEGER", {}, ErrorCode::invalid_data},
        {"SELECT 1", {Json(true)}, ErrorCode::invalid_data},
        {"SELECT CAST('x' AS INTEGER)", {}, ErrorCode::invalid_data},
        {"SELECT * FROM read_parquet('/nowhere/*.parquet')", {}, ErrorCode::not_found},
    };
    for (const Case& c : cases) {
        const auto rows = memory.engine().query(c.sql, c.parameters, Deadline::never());
        ASSERT_FALSE(rows.has_value()) << "case: " << c.sql;
        EXPECT_EQ(rows.error().code(), c.want) << "case: " << c.sql << ": " << rows.error().to_string();
    }
}

TEST(Statement, SeveralStatementsStopAtTheFirstError) {
    MemoryEngine memory;
    ASSERT_TRUE(memory.engine().execute("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1)", Deadline::never()));
    const Status status =
        memory.engine().execute("INSERT INTO t VALUES (2); boom; INSERT INTO t VALUES (3)", Deadline::never());
    ASSERT_FALSE(status.has_value());
    EXPECT_EQ(memory.engine().execute("", Deadline::never()).error().code(), ErrorCode::invalid_data);
}

TEST(Statement, ADeadlineEndsIt) {
    MemoryEngine memory;
    const Deadline deadline = Deadline::after(memory.clock().monotonic(), std::chrono::seconds(1));
    memory.clock().advance(std::chrono::seconds(2));
    const Status status = memory.engine().execute("CREATE TABLE t AS SELECT * FROM range(1000000)", deadline);
    ASSERT_FALSE(status.has_value());
    EXPECT_EQ(status.error().code(), ErrorCode::deadline_exceeded);
    EXPECT_EQ(memory.lines("SELECT count(*) FROM duckdb_tables()"), (std::vector<std::string>{"0"}));
}

TEST(Statement, OneWithoutADeadlineHasTheLongestTime) {
    // Goal: "never" is not for ever. Method: an engine that allows no time cannot even make its settings.
    const testing::ManualClock clock;
    DuckDbOptions options;
    options.statement_time_max = std::chrono::seconds(0);
    const auto opened = DuckDbEngine::open(options, clock);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::deadline_exceeded);
}

}  // namespace
}  // namespace levada::duckdb
