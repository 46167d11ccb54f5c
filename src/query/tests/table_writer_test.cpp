#include "fake_engine.h"

#include <gtest/gtest.h>

#include "levada/query/result_writer.h"

namespace levada::query {
namespace {

TEST(TableWriter, DrawsATable) {
    testing::FakeRows rows({{"id", "BIGINT"}, {"name", "VARCHAR"}},
                           {{"1", "Ana"}, {"1234", "日本"}, {std::nullopt, "a rather long text"}, {"5", "more"}});
    std::string text;
    EXPECT_EQ(*write_table(rows, {.width_max = 8, .rows_shown_max = 3}, collect_into(text, 10'000)), 4U);
    EXPECT_EQ(text,
              "┌──────┬──────────┐\n"
              "│ id   │ name     │\n"
              "├──────┼──────────┤\n"
              "│    1 │ Ana      │\n"
              "│ 1234 │ 日本     │\n"
              "│ NULL │ a rathe… │\n"
              "└──────┴──────────┘\n"
              "(4 rows, the first 3 shown; csv and json give all)\n");
}

TEST(TableWriter, OneRow) {
    testing::FakeRows rows({{"n", "BIGINT"}}, {{"7"}});
    std::string text;
    EXPECT_TRUE(write_table(rows, {}, collect_into(text, 10'000)).has_value());
    EXPECT_EQ(text, "┌───┐\n│ n │\n├───┤\n│ 7 │\n└───┘\n(1 row)\n");
}

}  // namespace
}  // namespace levada::query
