#include "fake_engine.h"

#include <gtest/gtest.h>

#include "levada/query/request_error.h"
#include "levada/query/result_writer.h"

namespace levada::query {
namespace {

using testing::FakeRows;

FakeRows sample() {
    return FakeRows(
        {{"id", "BIGINT"}, {"d", "DOUBLE"}, {"b", "BOOLEAN"}, {"t\"x", "VARCHAR"}, {"j", "JSON"}, {"l", "INTEGER[]"}},
        {{"1", "1.5", "true", "a\"b\n", "{\"k\":null}", "[1,2]"},
         {std::nullopt, "NaN", "false", "", "null", std::nullopt},
         {"3", "-Infinity", std::nullopt, std::nullopt, std::nullopt, "[]"}});
}

std::string write(const JsonFormat& format) {
    FakeRows rows = sample();
    std::string text;
    EXPECT_TRUE(write_json(rows, format, collect_into(text, 10'000)).has_value());
    return text;
}

TEST(JsonWriter, Shapes) {
    EXPECT_EQ(write({}),
              R"([{"id":1,"d":1.5,"b":true,"t\"x":"a\"b\n","j":{"k":null},"l":[1,2]},)"
              R"({"id":null,"d":"NaN","b":false,"t\"x":"","j":null,"l":null},)"
              R"({"id":3,"d":"-Infinity","b":null,"t\"x":null,"j":null,"l":[]}])");
    EXPECT_EQ(write({.shape = JsonFormat::Shape::object}),
              R"({"id":1,"d":1.5,"b":true,"t\"x":"a\"b\n","j":{"k":null},"l":[1,2]})");
    EXPECT_EQ(write({.nulls = JsonFormat::Nulls::stripped, .lines = JsonFormat::Lines::one_per_row, .rows_max = 2}),
              "[{\"id\":1,\"d\":1.5,\"b\":true,\"t\\\"x\":\"a\\\"b\\n\",\"j\":{\"k\":null},\"l\":[1,2]},\n"
              "{\"d\":\"NaN\",\"b\":false,\"t\\\"x\":\"\",\"j\":null}]");
}

TEST(JsonWriter, NoRowsAndOnlyNulls) {
    std::string text;
    FakeRows none({{"a", "BIGINT"}}, {});
    EXPECT_EQ(*write_json(none, {}, collect_into(text, 100)), 0U);
    EXPECT_EQ(text, "[]");
    text.clear();
    FakeRows null({{"a", "BIGINT"}}, {{std::nullopt}});
    EXPECT_EQ(*write_json(null, {.nulls = JsonFormat::Nulls::stripped}, collect_into(text, 100)), 1U);
    EXPECT_EQ(text, "[{}]");
}

TEST(JsonWriter, CollectIntoRefusesToGrow) {
    std::string text;
    FakeRows rows = sample();
    const auto written = write_json(rows, {}, collect_into(text, 20));
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(api_error_of(written.error()).status, 413);
}

}  // namespace
}  // namespace levada::query
