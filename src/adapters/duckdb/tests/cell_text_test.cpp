#include "cell_text.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(CellText, NumbersAndNulls) {
    std::int16_t shorts[] = {-7, 8};
    std::uint64_t validity[] = {0b10};
    const Cells cells = {DUCKDB_TYPE_SMALLINT, shorts, validity};
    std::string buffer;
    EXPECT_TRUE(cells.is_null(0));
    EXPECT_FALSE(cells.is_null(1));
    EXPECT_EQ(cell_text(cells, 1, buffer), "8");
    EXPECT_EQ(cell_json(cells, 1), Json(std::int64_t{8}));
    float floats[] = {0.1F};
    const Cells single = {DUCKDB_TYPE_FLOAT, floats, nullptr};
    EXPECT_EQ(cell_text(single, 0, buffer), "0.1");
}

TEST(CellText, PlainTypesAreThoseReadFromVectors) {
    EXPECT_TRUE(is_plain(DUCKDB_TYPE_VARCHAR));
    EXPECT_TRUE(is_plain(DUCKDB_TYPE_TIMESTAMP_TZ));
    EXPECT_FALSE(is_plain(DUCKDB_TYPE_LIST));
    EXPECT_FALSE(is_plain(DUCKDB_TYPE_DECIMAL));
}

}  // namespace
}  // namespace levada::duckdb
