#include "sql_type.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(SqlType, AsStored) {
    struct Case {
        const char* declared;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"bigint", "BIGINT"},
        {"TINYINT", "INTEGER"},
        {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"},
        {"TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"},
        {"TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE"},
        {"DECIMAL(18, 4)", "DECIMAL(38,4)"},
        {"NUMERIC(5)", "DECIMAL(38,0)"},
        {"JSON", "VARCHAR"},
        {"VARCHAR[]", "VARCHAR[]"},
        {"DECIMAL(5,2)[][]", "DECIMAL(38,2)[][]"},
        {"MAP(VARCHAR, DOUBLE)", "MAP(VARCHAR, DOUBLE)"},
        {"STRUCT(a INTEGER, t TIMESTAMPTZ)[]", "STRUCT(\"a\" INTEGER, \"t\" TIMESTAMP WITH TIME ZONE)[]"},
        {"STRUCT(\"a b\" STRUCT(c DECIMAL(9,1)))", "STRUCT(\"a b\" STRUCT(\"c\" DECIMAL(38,1)))"},
    };
    for (const Case& c : kCases) {
        const auto stored = stored_type_text(c.declared);
        ASSERT_TRUE(stored.has_value()) << "case: " << c.declared << ": " << stored.error().to_string();
        EXPECT_EQ(*stored, c.want) << "case: " << c.declared;
    }
}

TEST(SqlType, Refused) {
    for (const char* text : {"UUID",
                             "TIME",
                             "HUGEINT",
                             "UBIGINT",
                             "ENUM('a')",
                             "TIMESTAMP_NS",
                             "MAP(INTEGER, DOUBLE)",
                             "MAP(VARCHAR)",
                             "DECIMAL(39,2)",
                             "DECIMAL(5,6)",
                             "STRUCT(a)",
                             "",
                             "VARCHAR[",
                             "UUID[]"}) {
        const auto type = parse_sql_type(text);
        ASSERT_FALSE(type.has_value()) << "case: " << text;
        EXPECT_EQ(type.error().code(), ErrorCode::unsupported) << "case: " << text;
    }
}

}  // namespace
}  // namespace levada::lake
