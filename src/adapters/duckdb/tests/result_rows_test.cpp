#include "result_rows.h"

#include "engine_support.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(ResultRows, ValueAndTextByType) {
    struct Case {
        const char* expression;
        const char* type;
        const char* text;
        const char* json;
    };
    constexpr Case kCases[] = {
        {"true", "BOOLEAN", "true", "true"},
        {"42::TINYINT", "TINYINT", "42", "42"},
        {"-1::BIGINT", "BIGINT", "-1", "-1"},
        {"18446744073709551615::UBIGINT", "UBIGINT", "18446744073709551615", "18446744073709551615"},
        {"170141183460469231731687303715884105727::HUGEINT",
         "HUGEINT",
         "170141183460469231731687303715884105727",
         "170141183460469231731687303715884105727"},
        {"1.50::DECIMAL(5,2)", "DECIMAL(5,2)", "1.50", "1.5"},
        {"0.1::DOUBLE", "DOUBLE", "0.1", "0.1"},
        {"'é'", "VARCHAR", "é", "\"é\""},
        {"DATE '2024-02-29'", "DATE", "2024-02-29", "\"2024-02-29\""},
        {"TIMESTAMP '2024-02-29 01:02:03'", "TIMESTAMP", "2024-02-29T01:02:03", "\"2024-02-29T01:02:03\""},
        {"TIMESTAMPTZ '2024-02-29 01:02:03.5+01'",
         "TIMESTAMP WITH TIME ZONE",
         "2024-02-29T00:02:03.500000Z",
         "\"2024-02-29T00:02:03.500000Z\""},
        {"[1, NULL, 3]", "LIST", "[1,null,3]", "[1,null,3]"},
        {"{'a': 1, 'b': 'x'}", "STRUCT", "{\"a\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":\"x\"}"},
        {"MAP {'k': 1}", "MAP", "{\"k\":1}", "{\"k\":1}"},
        {"'550e8400-e29b-41d4-a716-446655440000'::UUID",
         "UUID",
         "550e8400-e29b-41d4-a716-446655440000",
         "\"550e8400-e29b-41d4-a716-446655440000\""},
        {"NULL::INTEGER", "INTEGER", nullptr, "null"},
        {"NULL::INTEGER[]", "LIST", nullptr, "null"},
    };
    MemoryEngine memory;
    for (const Case& c : kCases) {
        auto opened = memory.engine().query("SELECT " + std::string(c.expression) + " AS v; ", {}, Deadline::never());
        ASSERT_TRUE(opened.has_value()) << "case: " << c.expression << ": " << opened.error().to_string();
        SqlRows& rows = **opened;
        EXPECT_EQ(rows.columns().at(0).name, "v") << "case: " << c.expression;
        EXPECT_EQ(rows.columns().at(0).type, c.type) << "case: " << c.expression;
        ASSERT_TRUE(rows.next().value()) << "case: " << c.expression;
        const auto text = rows.text(0).value();
        EXPECT_EQ(text.value_or("null"), c.text == nullptr ? "null" : c.text) << "case: " << c.expression;
        EXPECT_EQ(rows.value(0).value().dump(), c.json) << "case: " << c.expression;
        EXPECT_FALSE(rows.next().value()) << "case: " << c.expression;
    }
}

TEST(ResultRows, ManyRowsKeepTheirOrder) {
    MemoryEngine memory;
    const auto lines =
        memory.lines("SELECT i::DECIMAL(9,1) AS d, [i] AS l FROM range(5000) t(i) ORDER BY i DESC -- end");
    ASSERT_EQ(lines.size(), 5000U);
    EXPECT_EQ(lines.front(), "4999.0|[4999]");
    EXPECT_EQ(lines.back(), "0.0|[0]");
}

TEST(ResultRows, AnErrorInALaterChunkIsGiven) {
    MemoryEngine memory;
    const auto lines =
        memory.lines("SELECT CASE WHEN i = 250000 THEN error('late') ELSE i END FROM range(300000) t(i)");
    ASSERT_FALSE(lines.empty());
    EXPECT_NE(lines.back().find("late"), std::string::npos) << lines.back();
}

TEST(ResultRows, DroppedEarlyTheConnectionServesAgain) {
    MemoryEngine memory;
    for (int i = 0; i < 20; ++i) {
        auto rows = memory.engine().query("SELECT * FROM range(1000000)", {}, Deadline::never());
        ASSERT_TRUE(rows.has_value());
        ASSERT_TRUE((*rows)->next().value());
    }
    EXPECT_EQ(memory.lines("SELECT 1"), (std::vector<std::string>{"1"}));
}

}  // namespace
}  // namespace levada::duckdb
