#include "global_progress.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(GlobalProgress, HighestText) {
    // Goal: the highest *text* wins, also where texts do not sort like times.
    struct Case {
        const char* name;
        const char* format;
        std::vector<const char*> times;
        const char* want;
    };
    const Case kCases[] = {
        {"ISO days", "%Y-%m-%d", {"2024-01-05", "2024-01-20", "2024-01-10"}, R"({"at":"2024-01-20"})"},
        {"day first", "%d/%m/%Y", {"20/01/2024", "05/02/2024"}, R"({"at":"20/01/2024"})"},
        {"seconds of another length", "%s", {"999999999", "1700000000"}, R"({"at":"999999999"})"},
        {"offsets compare as text",
         "%Y-%m-%dT%H%z",
         {"2024-01-01T10+0000", "2024-01-01T11+0500"},
         R"({"at":"2024-01-01T11+0500"})"},
        {"first years have fewer digits", "%Y", {"0999", "1000"}, R"({"at":"999"})"},
    };
    for (const Case& c : kCases) {
        const auto field = std::make_shared<const CursorField>(CursorField{"at", MomentFormat(c.format, {})});
        GlobalProgress progress(field);
        EXPECT_TRUE(progress.is_empty());
        for (const char* time : c.times) {
            progress.observe(field->format.read_text(time).value());
        }
        EXPECT_EQ(progress.state().dump(), c.want) << c.name;
    }
}

TEST(GlobalProgress, StartsFromAState) {
    const auto field = std::make_shared<const CursorField>(CursorField{"at", MomentFormat("%Y-%m-%d", {})});
    GlobalProgress progress(field);
    progress.reset(testing::day("2024-01-05"));
    progress.observe(testing::day("2024-01-04"));
    EXPECT_EQ(progress.state().dump(), R"({"at":"2024-01-05"})");
}

}  // namespace
}  // namespace levada::airbyte
