#include "datetime_windows.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day;
using testing::day_rule;
using testing::duration;
using testing::json;

/// "01-01..01-10 01-11..02-10", without the year.
std::string windows_of(const DatetimeRule& rule, std::string_view state) {
    DatetimeProgress progress = DatetimeProgress::from_state(rule, json(state)).value();
    DatetimeWindows windows = DatetimeWindows::make(std::make_shared<const DatetimeRule>(rule), progress).value();
    std::string text;
    while (const std::optional<Json> window = windows.next().value()) {
        text += (text.empty() ? "" : " ") + std::string(window->string_or("from", "")).substr(5) + ".." +
                std::string(window->string_or("to", "")).substr(5);
    }
    return text;
}

TEST(DatetimeWindows, Cut) {
    // Now is 2024-02-10, the start 2024-01-01.
    struct Case {
        const char* name;
        const char* step;
        const char* granularity;
        const char* lookback;
        const char* state;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"one window", "", "", "", "{}", "01-01..02-10"},
        {"from the state", "", "", "", R"({"at": "2024-02-01"})", "02-01..02-10"},
        {"lookback", "", "", "P3D", R"({"at": "2024-02-01"})", "01-29..02-10"},
        {"lookback never before the start", "", "", "P3D", R"({"at": "2024-01-02"})", "01-01..02-10"},
        {"steps", "P20D", "P1D", "", "{}", "01-01..01-20 01-21..02-10"},
        {"steps that end at the end", "P10D", "P1D", "", "{}", "01-01..01-10 01-11..01-20 01-21..01-30 01-31..02-10"},
        {"step larger than the range", "P1Y", "P1D", "", "{}", "01-01..02-10"},
        {"months", "P1M", "P1D", "", "{}", "01-01..01-31 02-01..02-10"},
        {"state at the end", "", "", "", R"({"at": "2024-02-10"})", ""},
        {"state at the end with granularity", "P1M", "P1D", "", R"({"at": "2024-02-10"})", "02-10..02-10"},
        {"state after the end", "", "", "", R"({"at": "2024-03-10"})", ""},
        {"gap between slices",
         "P1M",
         "P1D",
         "",
         R"({"state_type": "date-range", "slices": [
          {"start": "2024-01-01", "end": "2024-01-05"}, {"start": "2024-01-10", "end": "2024-02-01"}]})",
         "01-06..01-09 02-01..02-10"},
        {"now is before the first slice",
         "",
         "",
         "",
         R"({"state_type": "date-range", "slices": [
          {"start": "2024-03-01", "end": "2024-03-05"}]})",
         "01-01..02-10"},
        {"start before the first slice",
         "",
         "",
         "",
         R"({"state_type": "date-range", "slices": [
          {"start": "2024-01-10", "end": "2024-02-01"}]})",
         "01-01..01-10 02-01..02-10"},
    };
    for (const Case& c : kCases) {
        DatetimeRule rule = day_rule();
        rule.step = duration(c.step).value_or(kEndless);
        rule.granularity = duration(c.granularity);
        rule.lookback = duration(c.lookback);
        EXPECT_EQ(windows_of(rule, c.state), c.want) << c.name;
    }
}

TEST(DatetimeWindows, CompareStrictly) {
    DatetimeRule rule = day_rule();
    rule.step = duration("P1M");
    rule.granularity = duration("P1D");
    rule.is_compare_strictly = true;
    EXPECT_EQ(windows_of(rule, R"({"at": "2024-02-10"})"), "");
    EXPECT_EQ(windows_of(rule, R"({"at": "2024-02-09"})"), "02-09..02-10");
}

TEST(DatetimeWindows, Clamped) {
    DatetimeRule rule = day_rule();
    rule.start = day("2024-01-10");
    rule.step = duration("P1M");
    rule.granularity = duration("P1D");
    rule.clamping = Clamping(Clamping::Target::week, 0);
    EXPECT_EQ(windows_of(rule, "{}"), "01-15..02-04") << "from the next Monday to the last whole week's Sunday";
    rule.clamping = Clamping(Clamping::Target::month, 0);
    EXPECT_EQ(windows_of(rule, "{}"), "") << "no whole month is in the range";
}

TEST(DatetimeWindows, EmptyState) {
    DatetimeRule rule = day_rule();
    DatetimeProgress progress =
        DatetimeProgress::from_state(rule, json(R"({"state_type": "date-range", "slices": []})")).value();
    EXPECT_EQ(DatetimeWindows::make(std::make_shared<const DatetimeRule>(rule), progress).error().code(),
              ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
