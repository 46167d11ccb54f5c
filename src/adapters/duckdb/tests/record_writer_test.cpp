#include "record_writer.h"

#include "engine_support.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

RecordColumn field(std::string name, ColumnType type) {
    return {name, type, ColumnOrigin::field, name};
}

/// The value and the meta text of the one record, as a row of the scan.
std::string scan_one(ColumnType type, const std::string& record) {
    MemoryEngine memory;
    VectorSource source({record + "\n"});
    const std::vector<RecordColumn> columns = {field("v", type), {"meta", ColumnType::text, ColumnOrigin::meta, ""}};
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT * FROM {records}", columns, source, Deadline::never());
    EXPECT_TRUE(made.has_value()) << made.error().to_string();
    const std::vector<std::string> lines = memory.lines("SELECT v, meta FROM t");
    return lines.size() == 1 ? lines[0] : std::to_string(lines.size()) + " rows";
}

std::string nulled(std::string_view reason) {
    return R"(-|{"sync_id":42,"changes":[{"field":"v","change":"NULLED","reason":")" + std::string(reason) + "\"}]}";
}

TEST(RecordWriter, ValueByType) {
    // Goal: what fits is written as it is meant, what does not becomes null and is listed. Method: one record each.
    struct Case {
        const char* name;
        ColumnType type;
        const char* record;
        std::string want;
    };
    const std::string clean = R"(|{"sync_id":42,"changes":[]})";
    const std::string typecast = nulled("DESTINATION_TYPECAST_ERROR");
    const std::string size = nulled("DESTINATION_FIELD_SIZE_LIMITATION");
    const Case cases[] = {
        {"text", ColumnType::text, R"({"v":"a\nb"})", "a\nb" + clean},
        {"long text", ColumnType::text, R"({"v":"abcdefghijklmnopqrstuvwxyz"})", "abcdefghijklmnopqrstuvwxyz" + clean},
        {"text of number", ColumnType::text, R"({"v": 1.50 })", "1.50" + clean},
        {"text of object", ColumnType::text, R"({"v":{"a":[1, 2]}})", R"({"a":[1, 2]})" + clean},
        {"missing", ColumnType::text, R"({"w":1})", "-" + clean},
        {"null", ColumnType::text, R"({"v":null})", "-" + clean},
        {"last of a repeated key", ColumnType::integer, R"({"v":1,"v":2})", "2" + clean},
        {"last of a repeated key is null", ColumnType::integer, R"({"v":1,"v":null})", "-" + clean},
        {"escaped key", ColumnType::integer, R"({"\u0076":3})", "3" + clean},
        {"lone surrogate",
         ColumnType::text,
         R"({"v":"x\ud800"})",
         "x\xEF\xBF\xBD"
         R"(|{"sync_id":42,"changes":[{"field":"v","change":"TRUNCATED","reason":"DESTINATION_SERIALIZATION_ERROR"}]})"},
        {"integer", ColumnType::integer, R"({"v":-9223372036854775808})", "-9223372036854775808" + clean},
        {"integer as text", ColumnType::integer, R"({"v":"12"})", "12" + clean},
        {"whole number", ColumnType::integer, R"({"v":2.0})", "2" + clean},
        {"integer too large", ColumnType::integer, R"({"v":9223372036854775808})", size},
        {"integer from text", ColumnType::integer, R"({"v":"n/a"})", typecast},
        {"integer from fraction", ColumnType::integer, R"({"v":1.5})", typecast},
        {"integer from object", ColumnType::integer, R"({"v":{"a":1}})", typecast},
        {"number", ColumnType::number, R"({"v":1.25})", "1.25" + clean},
        {"number from integer", ColumnType::number, R"({"v":3})", "3" + clean},
        {"number from text", ColumnType::number, R"({"v":"1e3"})", "1000" + clean},
        {"number from word", ColumnType::number, R"({"v":"NaN"})", typecast},
        {"boolean", ColumnType::boolean, R"({"v":true})", "true" + clean},
        {"boolean from number", ColumnType::boolean, R"({"v":1})", typecast},
        {"json string keeps its quotes", ColumnType::json, R"({"v":"a"})", "\"a\"" + clean},
        {"json array", ColumnType::json, R"({"v":[1,{"b":null}]})", R"([1,{"b":null}])" + clean},
        {"json null is null", ColumnType::json, R"({"v":null})", "-" + clean},
        {"date", ColumnType::date, R"({"v":"2024-02-29"})", "2024-02-29" + clean},
        {"no date", ColumnType::date, R"({"v":"2023-02-29"})", typecast},
        {"timestamp",
         ColumnType::timestamp,
         R"({"v":"2024-05-06T07:08:09.5+02:00"})",
         "2024-05-06T07:08:09.500000" + clean},
        {"timestamp_tz",
         ColumnType::timestamp_tz,
         R"({"v":"2024-05-06T07:08:09+02:00"})",
         "2024-05-06T05:08:09Z" + clean},
        {"timestamp from number", ColumnType::timestamp_tz, R"({"v":1714979289})", typecast},
        {"time", ColumnType::time, R"({"v":"07:08:09"})", "07:08:09" + clean},
        {"no time", ColumnType::time, R"({"v":"noon"})", typecast},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(scan_one(c.type, c.record), c.want) << "case: " << c.name;
    }
}

TEST(RecordWriter, RecordIdsAreVersion8AndDifferByPlaceAndBatch) {
    RecordIdText first("run1/posts/0/0");
    RecordIdText again("run1/posts/0/0");
    RecordIdText other("run1/posts/0/1");
    const std::string id = std::string(first.of(5));
    EXPECT_EQ(id, again.of(5));
    EXPECT_NE(id, first.of(6));
    EXPECT_NE(id, other.of(5));
    ASSERT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '8');
    EXPECT_NE(std::string_view("89ab").find(id[19]), std::string_view::npos);
    EXPECT_EQ(id.substr(26), "0000000005");
}

TEST(RecordWriter, NullsOfOneRowDoNotStayForTheNext) {
    // Goal: a rejected record leaves nothing in the row it had begun. Method: null, broken, full, in one chunk.
    MemoryEngine memory;
    VectorSource source({"{\"a\":null,\"b\":1}\n{\"a\":1,\"b\":tru}\n{\"a\":2,\"b\":3}\n"});
    const std::vector<RecordColumn> columns = {field("a", ColumnType::integer), field("b", ColumnType::integer)};
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT * FROM {records}", columns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT a, b FROM t"), (std::vector<std::string>{"-|1", "2|3"}));
    EXPECT_EQ(source.rejected, (std::vector<std::string>{"1:{\"a\":1,\"b\":tru}"}));
}

}  // namespace
}  // namespace levada::duckdb
