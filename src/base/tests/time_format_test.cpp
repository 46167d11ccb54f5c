#include "levada/base/time_format.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(TimeFormat, ParsesAndPrints) {
    // Wanted: what airbyte-cdk 7.39.1's DatetimeParser made of the value, and printed again with the same format.
    struct Case {
        const char* json;
        const char* format;
        TimeOutcome outcome;
        const char* printed;
    };
    const Case kCases[] = {
        {R"("1704067200")", "%s", TimeOutcome::parsed, "1704067200"},
        {R"(1704067200)", "%s", TimeOutcome::parsed, "1704067200"},
        {R"(1704067200.9)", "%s", TimeOutcome::parsed, "1704067200"},
        {R"(true)", "%s", TimeOutcome::parsed, "1"},
        {R"("1_0")", "%s", TimeOutcome::parsed, "10"},
        {R"(" 7 ")", "%s", TimeOutcome::parsed, "7"},
        {R"("1.5")", "%s", TimeOutcome::unparseable, ""},
        {R"(1700000000000)", "%s", TimeOutcome::unparseable, ""},
        {R"([])", "%s", TimeOutcome::wrong_type, ""},
        {R"("x")", "%s", TimeOutcome::unparseable, ""},
        {R"("1704067200.5")", "%s_as_float", TimeOutcome::parsed, "1704067200.5"},
        {R"(1704067200.123456)", "%s_as_float", TimeOutcome::parsed, "1704067200.123456"},
        {R"(1704067200123)", "%ms", TimeOutcome::parsed, "1704067200123"},
        {R"("1704067200123456")", "%epoch_microseconds", TimeOutcome::parsed, "1704067200123456"},
        {R"(99999999999999999)", "%ms", TimeOutcome::overflow, ""},
        {R"("2024-01-01T00:00:00.123Z")", "%Y-%m-%dT%H:%M:%S.%_msZ", TimeOutcome::parsed, "2024-01-01T00:00:00.123Z"},
        {R"("2024-01-01")", "%Y-%m-%d", TimeOutcome::parsed, "2024-01-01"},
        {R"(20240101)", "%Y%m%d", TimeOutcome::parsed, "20240101"},
        {R"(2024.5)", "%Y.%m", TimeOutcome::parsed, "2024.05"},
        {R"("2024-01-01T00:00:00+0200")", "%Y-%m-%dT%H:%M:%S%z", TimeOutcome::parsed, "2024-01-01T00:00:00+0200"},
        {R"("\u0032024")", "%Y", TimeOutcome::parsed, "2024"},
        {R"({})", "%Y", TimeOutcome::unparseable, ""},
        {R"(true)", "%Y", TimeOutcome::unparseable, ""},
        {R"("111111111.111111")", "%_ms", TimeOutcome::unparseable, ""},
        {R"(-1)", "%ms", TimeOutcome::parsed, "-1"},
        {R"(1.001)", "%s_as_float", TimeOutcome::parsed, "1.001"},
        {R"(1001)", "%ms", TimeOutcome::parsed, "1000"},
        {R"(4102444800001)", "%ms", TimeOutcome::parsed, "4102444800001"},
    };
    for (const Case& c : kCases) {
        const TimeFormat format(c.format);
        CivilTime time;
        const TimeOutcome outcome = format.parse_json(c.json, time);
        EXPECT_EQ(outcome, c.outcome) << c.json << " by " << c.format;
        if (outcome == TimeOutcome::parsed && c.outcome == outcome) {
            EXPECT_EQ(format.format(time), c.printed) << c.json << " by " << c.format;
        }
    }
}

TEST(TimeFormat, FloatsAndAppending) {
    CivilTime time;
    EXPECT_EQ(TimeFormat("%s").parse_float(1.9, time), TimeOutcome::parsed);
    EXPECT_EQ(time.second, 1);
    EXPECT_EQ(TimeFormat("%s").parse_float(1e300, time), TimeOutcome::overflow);
    EXPECT_EQ(TimeFormat("%Y.%m").parse_float(2024.1, time), TimeOutcome::parsed);
    EXPECT_EQ(time.offset_us, 0) << "a naive time is UTC";
    std::string text = "at ";
    TimeFormat("%Y").append_to(text, time);
    EXPECT_EQ(text, "at 2024");
}

}  // namespace
}  // namespace levada
