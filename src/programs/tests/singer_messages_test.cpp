#include "singer_messages.h"

#include "contract/connector_contract.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(LevelOfPythonLog, ByTheWordNearTheBeginning) {
    // Goal: the formats of singer-python, of Meltano's SDK and of plain logging.
    using airbyte::LogLevel;
    const std::pair<const char*, LogLevel> cases[] = {
        {"INFO Starting sync", LogLevel::info},
        {"WARNING slow", LogLevel::warn},
        {"2026-01-01 00:00:00,000 | ERROR    | tap-x | no", LogLevel::error},
        {"time=2026-01-01 00:00:00 name=singer level=CRITICAL", LogLevel::info},
        {"CRITICAL: end", LogLevel::fatal},
        {"[DEBUG] x", LogLevel::debug},
        {"an ordinary line that mentions far behind its beginning an ERROR", LogLevel::info},
        {"", LogLevel::info},
    };
    for (const auto& [line, want] : cases) {
        EXPECT_EQ(level_of_python_log(line), want) << line;
    }
}

TEST(SingerMessages, GathersSchemasAndPassesGarbageOver) {
    // Goal: the catalog of the SCHEMA messages; lines that are none go to the log.
    KeptMessages kept;
    StreamRelay relay(kept, {"a"}, {});
    SingerMessages messages(relay, Json(), SingerUntil::end);
    for (const char* line : {"starting",
                             R"({"type":"SCHEMA","stream":"a","schema":{"x":1},"key_properties":["id"]})",
                             R"({"type":"RECORD","stream":"a"})",
                             "{",
                             "  "}) {
        ASSERT_TRUE(messages.line(line).has_value()) << line;
    }
    EXPECT_EQ(messages.catalog().dump(),
              R"({"streams":[{"tap_stream_id":"a","stream":"a","schema":{"x":1},"key_properties":["id"]}]})");
    EXPECT_EQ(kept.logs,
              (std::vector<std::string>{"starting", "a RECORD message without record was passed over", "{"}));
}

}  // namespace
}  // namespace levada::programs
