#include "open_windows.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day;

StreamSlice slice_of(const char* text) {
    return StreamSlice::make(Json::object(), testing::json(text), Json::object()).value();
}

TEST(OpenWindows, KeepsTheNewestOfEach) {
    OpenWindows open;
    const StreamSlice first = slice_of(R"({"from":"2024-01-01","to":"2024-01-10"})");
    const StreamSlice second = slice_of(R"({"from":"2024-01-11","to":"2024-01-20"})");
    open.observe(first, day("2024-01-02"));
    open.observe(second, day("2024-01-12"));
    open.observe(first, day("2024-01-05"));
    open.observe(first, day("2024-01-03"));
    EXPECT_TRUE(open.newest(first) == std::optional<Moment>(day("2024-01-05")));
    EXPECT_TRUE(open.take(second) == std::optional<Moment>(day("2024-01-12")));
    EXPECT_FALSE(open.take(second).has_value()) << "taken once";
    EXPECT_EQ(rest_of(testing::day_rule(), first, open).merged_text(), R"({"from":"2024-01-05","to":"2024-01-10"})");
    EXPECT_EQ(rest_of(testing::day_rule(), second, open).merged_text(), second.merged_text());
}

}  // namespace
}  // namespace levada::airbyte
