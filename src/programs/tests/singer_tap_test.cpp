#include "levada/programs/singer_tap.h"

#include "contract/connector_contract.h"
#include "scripted_runtime.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::programs {
namespace {

using Lines = std::vector<std::string>;

constexpr const char* kHelp = "  --config FILE\n  --discover\n  --catalog_dir X\n  --catalog FILE\n  --state FILE";
constexpr const char* kSchema =
    R"({"type":"SCHEMA","stream":"items","schema":{"type":"object"},"key_properties":["id"]})";

Script play_tap(const ProgramCall& call, const std::string& help, bool is_broken) {
    if (has_word(call, "--help")) {
        return {.lines = {help}};
    }
    if (is_broken) {
        return {.lines = {}, .log_lines = {"CRITICAL 401"}, .end = ProgramEnd{.exit_code = 1, .signal = 0}};
    }
    if (has_word(call, "--discover")) {
        return {.lines = {"{\"streams\": [", R"({"tap_stream_id":"items","schema":{"type":"object"}})", "]}"}};
    }
    return {.lines = {kSchema,
                      R"({"type":"RECORD","stream":"items","record":{"id":1}})",
                      R"({"type":"RECORD","stream":"items","record":{"id":2}})"}};
}

class TapFixture {
public:
    std::unique_ptr<airbyte::Connector> open(airbyte::MessageSink& messages) {
        ProgramOptions options;
        options.command = {"tap-x"};
        options.config = Json::object({{"api_key", "contract-secret"}});
        options.catalog = catalog_of({"items"});
        return std::make_unique<SingerTap>(std::move(options), runtime_, clock_, messages);
    }
    void break_it() { is_broken_ = true; }

private:
    testing::ManualClock clock_;
    bool is_broken_ = false;
    ScriptedRuntime runtime_{[this](const ProgramCall& call) { return play_tap(call, kHelp, is_broken_); }};
};

/// A tap with this help page, its calls and messages.
struct Tap {
    explicit Tap(std::string help, ScriptedRuntime::Play read = {})
        : runtime([help, read](const ProgramCall& call) {
              return read && !has_word(call, "--help") && !has_word(call, "--discover") ? read(call)
                                                                                        : play_tap(call, help, false);
          }) {}

    SingerTap open(Json state = {}) {
        ProgramOptions options;
        options.command = {"tap-x"};
        options.catalog = catalog_of({"items", "more"}, "incremental");
        options.state = std::move(state);
        return SingerTap(std::move(options), runtime, clock, messages);
    }

    ScriptedRuntime runtime;
    testing::ManualClock clock;
    KeptMessages messages;
};

INSTANTIATE_TYPED_TEST_SUITE_P(SingerTap, ConnectorContract, TapFixture);

TEST(SingerTap, GetsTheFilesItsHelpKnows) {
    // Goal: --catalog, --properties and --state only where the tap has them, "--catalog_dir" is none of them.
    struct Case {
        const char* help;
        std::vector<std::string> options;
    };
    const Case cases[] = {
        {kHelp, {"--config", "--catalog", "--state"}},
        {"--config --discover --properties, --catalog_dir", {"--config", "--properties"}},
        {"-c CONFIG, --config CONFIG -s, --state STATE", {"--config", "--state"}},
    };
    for (const Case& c : cases) {
        Tap tap(c.help);
        const Json state = *parse_json(R"([{"stream":{"stream_state":{"bookmarks":{"items":1}}}}])");
        ASSERT_TRUE(tap.open(state).read().has_value());
        std::vector<std::string> options;
        for (const ProgramFile& file : tap.runtime.calls.back().files) {
            options.push_back(file.option);
        }
        EXPECT_EQ(options, c.options) << c.help;
    }
}

TEST(SingerTap, StatesAreOfEachStream) {
    // Goal: after a STATE, each stream that has begun gets its own part of the value, once per change.
    Tap tap(kHelp, [](const ProgramCall&) {
        return Script{
            .lines = {kSchema,
                      R"({"type":"STATE","value":{"bookmarks":{"items":1,"more":0},"currently_syncing":"items"}})",
                      R"({"type":"RECORD","stream":"items","record":{"id":1}})",
                      R"({"type":"STATE","value":{"bookmarks":{"items":2,"more":0},"since":"x"}})",
                      R"({"type":"SCHEMA","stream":"more","schema":{}})",
                      R"({"type":"ACTIVATE_VERSION","stream":"items","version":1})",
                      R"({"type":"STATE","value":{"bookmarks":{"items":2,"more":5},"since":"x"}})"}};
    });
    const Json state = *parse_json(R"([{"stream":{"stream_state":{"bookmarks":{"items":1}}}},
                                       {"stream":{"stream_state":{"bookmarks":{"more":0}}}}])");
    const auto outcome = tap.open(state).read();
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(file_of(tap.runtime.calls.back(), "--state"), R"({"bookmarks":{"items":1,"more":0}})");
    EXPECT_EQ(tap.messages.said,
              (Lines{"status items started",
                     "record items {\"id\":1}",
                     "state items {\"bookmarks\":{\"items\":2},\"since\":\"x\"} 1",
                     "status more started",
                     "state more {\"bookmarks\":{\"more\":5},\"since\":\"x\"} 0",
                     "status items complete",
                     "status more complete"}));
}

TEST(SingerTap, WithoutDiscovery) {
    // Goal: such a tap is read once for its schemas; a check stops at its first message.
    Tap tap("--config", [](const ProgramCall&) { return Script{.lines = {kSchema, kSchema}}; });
    SingerTap connector = tap.open();
    const auto catalog = connector.discover();
    ASSERT_TRUE(catalog.has_value()) << catalog.error().to_string();
    EXPECT_EQ(catalog->find("streams")->as_array()[0].find("source_defined_primary_key")->dump(), R"([["id"]])");
    const auto connection = connector.check();
    ASSERT_TRUE(connection.has_value());
    EXPECT_TRUE(connection->has_succeeded);
}

TEST(SingerTap, FilesInsteadOfRecordsAreRefused) {
    // Goal: BATCH messages name files that we would lose.
    Tap tap(kHelp, [](const ProgramCall&) { return Script{.lines = {R"({"type":"BATCH","stream":"items"})"}}; });
    const auto outcome = tap.open().read();
    ASSERT_TRUE(outcome.has_value());
    EXPECT_FALSE(outcome->has_succeeded());
    EXPECT_EQ(tap.messages.count("error items system_error: the tap sends BATCH messages"), 1U);
}

TEST(SingerTap, ACatalogThatIsNoJson) {
    // Goal: told as such, not as an empty catalog.
    ScriptedRuntime runtime(
        [](const ProgramCall& call) { return Script{.lines = {has_word(call, "--help") ? kHelp : "starting"}}; });
    const testing::ManualClock clock;
    KeptMessages messages;
    const auto catalog = SingerTap({.command = {"tap-x"}}, runtime, clock, messages).discover();
    ASSERT_FALSE(catalog.has_value());
    EXPECT_EQ(catalog.error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::programs
