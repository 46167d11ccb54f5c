#include "levada/lake/stream_schema.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(StreamSchema, TypeOfProperty) {
    struct Case {
        const char* property;
        ColumnType want;
    };
    constexpr Case kCases[] = {
        {R"({"type":"string"})", ColumnType::text},
        {R"({"type":["null","string"]})", ColumnType::text},
        {R"({"type":"integer"})", ColumnType::integer},
        {R"({"type":"number"})", ColumnType::number},
        {R"({"type":"number","airbyte_type":"integer"})", ColumnType::integer},
        {R"({"type":["integer","number","null"]})", ColumnType::number},
        {R"({"type":"boolean"})", ColumnType::boolean},
        {R"({"type":"object"})", ColumnType::json},
        {R"({"type":["array","null"]})", ColumnType::json},
        {R"({"type":["string","integer"]})", ColumnType::json},
        {R"({"type":"string","format":"date"})", ColumnType::date},
        {R"({"type":"string","format":"date-time"})", ColumnType::timestamp_tz},
        {R"({"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"})",
         ColumnType::timestamp_tz},
        {R"({"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"})",
         ColumnType::timestamp},
        {R"({"type":"string","format":"time"})", ColumnType::time},
        {R"({"oneOf":[{"type":"string"},{"type":"object"}]})", ColumnType::json},
        {R"({"anyOf":[{"type":"null"},{"type":"integer"}]})", ColumnType::integer},
        {R"({})", ColumnType::json},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(type_of_property(parse_json(c.property).value()), c.want) << "case: " << c.property;
    }
}

TEST(StreamSchema, WiderType) {
    EXPECT_EQ(wider_type(ColumnType::integer, ColumnType::integer), ColumnType::integer);
    EXPECT_EQ(wider_type(ColumnType::number, ColumnType::integer), ColumnType::number);
    EXPECT_EQ(wider_type(ColumnType::date, ColumnType::timestamp_tz), ColumnType::timestamp_tz);
    EXPECT_EQ(wider_type(ColumnType::boolean, ColumnType::integer), ColumnType::text);
    EXPECT_EQ(wider_type(ColumnType::json, ColumnType::text), ColumnType::text);
}

TEST(StreamSchema, SanitizedNames) {
    struct Case {
        const char* field;
        const char* want;
    };
    constexpr Case kCases[] = {{"id", "id"},
                               {"user-name", "user_name"},
                               {"a.b c", "a_b_c"},
                               {"1st", "_1st"},
                               {"", "_"},
                               {"ünï", "ünï"},
                               {"$", "_"}};
    for (const Case& c : kCases) {
        EXPECT_EQ(sanitized_name(c.field), c.want) << "case: " << c.field;
    }
}

TEST(StreamSchema, CollisionsAreNumberedAndKnownColumnsStay) {
    // Goal: a field keeps its column for ever, whatever comes later. Method: colliding names in two rounds.
    const StreamSchema first = with_fields({},
                                           {{"", "Name", ColumnType::text},
                                            {"", "name", ColumnType::text},
                                            {"", "_airbyte_raw_id", ColumnType::text},
                                            {"", "_hoodie_x", ColumnType::text}});
    EXPECT_EQ(first.fields[0].column, "Name");
    EXPECT_EQ(first.fields[1].column, "name_1");
    EXPECT_EQ(first.fields[2].column, "_airbyte_raw_id_1");
    const StreamSchema second =
        with_fields(first, {{"", "NAME", ColumnType::integer}, {"", "name", ColumnType::integer}});
    EXPECT_EQ(second.fields[1].column, "name_1");
    EXPECT_EQ(second.fields[1].type, ColumnType::text);
    EXPECT_EQ(second.fields.back().column, "NAME_2");
    EXPECT_NE(second.find_field("NAME"), nullptr);
    EXPECT_EQ(second.find_field("none"), nullptr);
}

TEST(StreamSchema, AReservedPrefixIsLeft) {
    const StreamSchema schema = with_fields({}, {{"", "_hoodie_x", ColumnType::text}});
    EXPECT_FALSE(schema.fields[0].column.starts_with("_hoodie_"));
}

TEST(StreamSchema, PrintsAndReadsBack) {
    const StreamSchema schema = with_fields({}, {{"", "a-b", ColumnType::timestamp_tz}, {"", "c", ColumnType::json}});
    EXPECT_EQ(schema.print(), R"([["a_b","a-b","timestamp_tz"],["c","c","json"]])");
    EXPECT_EQ(StreamSchema::parse(schema.print()).value(), schema);
    for (const char* text : {"{", "{}", "[1]", R"([["a","b"]])", R"([["a","b","decimal"]])", R"([["a","b",1]])"}) {
        EXPECT_EQ(StreamSchema::parse(text).error().code(), ErrorCode::corruption) << "case: " << text;
    }
}

TEST(StreamSchema, ColumnsOfATable) {
    const StreamSchema schema = with_fields({},
                                            fields_of_json_schema(parse_json(R"({"properties":{"id":{"type":"integer"},
        "at":{"type":"string","format":"date-time"}}})")
                                                                      .value()));
    const std::vector<Column> want = {
        {"_airbyte_raw_id", "VARCHAR"},
        {"_airbyte_extracted_at", "TIMESTAMP WITH TIME ZONE"},
        {"_airbyte_meta", "VARCHAR"},
        {"_airbyte_generation_id", "BIGINT"},
        {"id", "BIGINT"},
        {"at", "TIMESTAMP WITH TIME ZONE"},
    };
    EXPECT_EQ(table_columns(schema), want);
    EXPECT_EQ(record_columns(schema).back().name, "levada_pos");
    EXPECT_EQ(record_columns(schema).size(), want.size() + 1);
    EXPECT_TRUE(fields_of_json_schema(Json::object()).empty());
}

}  // namespace
}  // namespace levada::lake
