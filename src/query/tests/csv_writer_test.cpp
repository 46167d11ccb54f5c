#include "fake_engine.h"

#include <gtest/gtest.h>

#include "levada/query/result_writer.h"

namespace levada::query {
namespace {

TEST(CsvWriter, Quotes) {
    testing::FakeRows rows({{"a", "BIGINT"}, {"b,c", "VARCHAR"}},
                           {{"1", "plain"}, {std::nullopt, ""}, {"2", "say \"hi\", then\nleave"}, {"3", std::nullopt}});
    std::string text;
    EXPECT_EQ(*write_csv(rows, 3, collect_into(text, 1000)), 3U);
    EXPECT_EQ(text, "a,\"b,c\"\n1,plain\n,\"\"\n2,\"say \"\"hi\"\", then\nleave\"\n");
}

TEST(CsvWriter, LargeOutputComesInPieces) {
    std::vector<testing::Row> lines(3000, testing::Row{std::string(100, 'x')});
    testing::FakeRows rows({{"a", "VARCHAR"}}, std::move(lines));
    std::size_t pieces = 0;
    std::size_t bytes = 0;
    const auto count = write_csv(rows, UINT64_MAX, [&](std::string_view piece) {
        ++pieces;
        bytes += piece.size();
        return ok();
    });
    EXPECT_EQ(*count, 3000U);
    EXPECT_EQ(bytes, 2 + 3000U * 101);
    EXPECT_GT(pieces, 3U);
}

}  // namespace
}  // namespace levada::query
