#include "canonical_sql.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(CanonicalSql, ByType) {
    struct Case {
        const char* type;
        const char* value;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"BIGINT", "7", "7"},
        {"DECIMAL(18,4)", "12.5", "\"12.5\""},
        {"DECIMAL(18,4)", "100", "\"100\""},
        {"DECIMAL(18,0)", "100", "\"100\""},
        {"DATE", "DATE '2024-02-29'", "\"2024-02-29\""},
        {"TIMESTAMPTZ", "'1969-12-31T23:59:59.999999Z'", "\"1969-12-31T23:59:59.999999Z\""},
        {"TIMESTAMP", "'2024-01-01 00:00:00'", "\"2024-01-01T00:00:00.000000Z\""},
        {"BLOB", "'\\xAB'::BLOB", "\"0xab\""},
        {"DATE[]", "[DATE '2024-02-29', NULL]", "[\"2024-02-29\",null]"},
        {"MAP(VARCHAR, DECIMAL(5,2))", "MAP {'k': 1.5}", "{\"k\":\"1.5\"}"},
        {"STRUCT(a INTEGER, t TIMESTAMPTZ)[]",
         "[{'a': 1, 't': TIMESTAMPTZ '2024-01-01 00:00:00Z'}, NULL]",
         "[{\"a\":1,\"t\":\"2024-01-01T00:00:00.000000Z\"},null]"},
        {"STRUCT(a DATE)", "NULL", "null"},
    };
    Lab lab;
    for (const Case& c : kCases) {
        const SqlType type = parse_sql_type(c.type).value();
        const std::string value = "CAST(" + std::string(c.value) + " AS " + c.type + ")";
        EXPECT_EQ(lab.lines("SELECT coalesce(CAST(to_json(" + canonical_sql("v", type) +
                            ") AS VARCHAR), 'null') FROM (SELECT " + value + " AS v)"),
                  (std::vector<std::string>{c.want}))
            << "case: " << c.type << " " << c.value;
    }
}

}  // namespace
}  // namespace levada::lake
