#include "airbyte_datetime.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(AirbyteDatetime, Parse) {
    struct Case {
        const char* text;
        std::optional<std::int64_t> seconds;
    };
    const Case cases[] = {{"1678806000", 1678806000},
                          {"2023-03-14", 1678752000},
                          {"2023-03-14T15:00:00Z", 1678806000},
                          {"2023-03-14 15:00:00", 1678806000},
                          {"2023-03-14T16:00:00+01:00", 1678806000},
                          {"2023-03-14T16:00:00+0100", 1678806000},
                          {"Tue, 14 Mar 2023 15:00:00 GMT", 1678806000},
                          {"9999-12-31T01:00:00+01:00", 253402214400},
                          {"16788060000", std::nullopt},
                          {"2023-02-30", std::nullopt},
                          {"15:00", std::nullopt},
                          {"soon", std::nullopt},
                          {"", std::nullopt}};
    for (const Case& c : cases) {
        const std::optional<std::int64_t> parsed = parse_airbyte_datetime(c.text);
        EXPECT_EQ(parsed, c.seconds ? std::optional(*c.seconds * 1'000'000) : std::nullopt)
            << "text '" << c.text << "'";
    }
}

TEST(AirbyteDatetime, Format) {
    EXPECT_EQ(format_airbyte_datetime(1'678'806'000'000'000), "2023-03-14T15:00:00+00:00");
    EXPECT_EQ(format_airbyte_datetime(1'678'806'000'000'001), "2023-03-14T15:00:00.000001+00:00");
}

}  // namespace
}  // namespace levada::airbyte
