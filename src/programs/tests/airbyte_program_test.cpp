#include "levada/programs/airbyte_program.h"

#include "contract/connector_contract.h"
#include "scripted_runtime.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::programs {
namespace {

using Lines = std::vector<std::string>;

constexpr const char* kSpec =
    R"({"type":"SPEC","spec":{"connectionSpecification":{"type":"object","properties":{"key":{"airbyte_secret":true}}}}})";

Lines record_lines() {
    return {R"({"type":"RECORD","record":{"stream":"items","data":{"id":1},"emitted_at":1}})",
            R"({"type":"RECORD","record":{"stream":"items","data":{"id":2},"emitted_at":1}})"};
}

/// A well-behaved program, or one whose API is down.
Script play(const ProgramCall& call, bool is_broken) {
    if (has_word(call, "spec")) {
        return {.lines = {kSpec}};
    }
    if (has_word(call, "check")) {
        return {
            .lines = {is_broken
                          ? R"({"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"down"}})"
                          : R"({"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED"}})"}};
    }
    if (has_word(call, "discover")) {
        return {.lines = {R"({"type":"CATALOG","catalog":{"streams":[{"name":"items","json_schema":{},)"
                          R"("supported_sync_modes":["full_refresh"]}]}})"}};
    }
    return is_broken ? Script{.lines = {}, .log_lines = {"boom"}, .end = ProgramEnd{.exit_code = 1, .signal = 0}}
                     : Script{.lines = record_lines()};
}

class ProgramFixture {
public:
    std::unique_ptr<airbyte::Connector> open(airbyte::MessageSink& messages) {
        ProgramOptions options;
        options.command = {"source-x"};
        options.config = Json::object({{"api_key", "contract-secret"}});
        options.catalog = catalog_of({"items"});
        return std::make_unique<AirbyteProgram>(std::move(options), runtime_, clock_, messages);
    }
    void break_it() { is_broken_ = true; }

private:
    testing::ManualClock clock_;
    bool is_broken_ = false;
    ScriptedRuntime runtime_{[this](const ProgramCall& call) { return play(call, is_broken_); }};
};

/// One read of streams a and b from a program that does what the script says.
struct ReadOf {
    explicit ReadOf(Script script, const char* refusal = "") {
        messages.refusal = refusal;
        ScriptedRuntime runtime([&](const ProgramCall&) { return script; });
        const testing::ManualClock clock;
        ProgramOptions options;
        options.command = {"source-x", "--flag"};
        options.verb_arguments = {"--manifest-path", "m.yaml"};
        options.config = Json::object({{"password", "hunter22"}});
        options.catalog = catalog_of({"a", "b"});
        options.state = Json::array({Json::object({{"type", "STREAM"}})});
        outcome = AirbyteProgram(std::move(options), runtime, clock, messages).read();
        call = runtime.calls.at(0);
    }

    KeptMessages messages;
    Result<airbyte::ReadOutcome> outcome = airbyte::ReadOutcome();
    ProgramCall call;
};

std::string record(const char* stream, int id) {
    return R"({"type":"RECORD","record":{"stream":")" + std::string(stream) + R"(","data":{"id":)" +
           std::to_string(id) + "}}}";
}

std::string status(const char* stream, const char* name) {
    return R"({"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"stream_descriptor":{"name":")" +
           std::string(stream) + R"("},"status":")" + name + R"("}}})";
}

INSTANTIATE_TYPED_TEST_SUITE_P(AirbyteProgram, ConnectorContract, ProgramFixture);

TEST(AirbyteProgram, CallsTheVerbWithItsFiles) {
    // Goal: own arguments, verb, more arguments; configuration, catalog and state as files.
    const ReadOf read({});
    EXPECT_EQ(read.call.command, (Lines{"source-x", "--flag", "read", "--manifest-path", "m.yaml"}));
    EXPECT_EQ(file_of(read.call, "--config"), R"({"password":"hunter22"})");
    EXPECT_EQ(file_of(read.call, "--state"), R"([{"type":"STREAM"}])");
    EXPECT_NE(file_of(read.call, "--catalog").find("\"a\""), std::string::npos);
}

TEST(AirbyteProgram, RelaysWhatAReadSays) {
    // Goal: each way a program can speak gives the messages that the rest of Levada needs.
    const std::string state_a =
        R"({"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"c":2}}}})";
    const ProgramEnd failed{.exit_code = 3, .signal = 0};
    struct Case {
        const char* name;
        Script script;
        Lines said;
        Lines failed_streams;
    };
    const Case cases[] = {
        {"no statuses, as old programs",
         {.lines = {record("a", 1), state_a, record("a", 2)}},
         {"status a started",
          "record a {\"id\":1}",
          "state a {\"c\":2} 1",
          "record a {\"id\":2}",
          "status a complete",
          "status b started",
          "status b complete"},
         {}},
        {"interleaved streams with statuses",
         {.lines = {status("a", "STARTED"),
                    status("b", "STARTED"),
                    record("a", 1),
                    record("b", 1),
                    record("a", 2),
                    status("a", "COMPLETE"),
                    status("b", "COMPLETE")}},
         {"status a started",
          "status b started",
          "record a {\"id\":1}",
          "record b {\"id\":1}",
          "record a {\"id\":2}",
          "status a complete",
          "status b complete"},
         {}},
        {"one stream fails",
         {.lines = {status("a", "INCOMPLETE"),
                    status("b", "COMPLETE"),
                    R"({"type":"TRACE","trace":{"type":"ERROR","error":{"message":"403 for hunter22","failure_type":)"
                    R"("config_error","stream_descriptor":{"name":"a"}}}})"},
          .log_lines = {},
          .end = failed},
         {"status a started",
          "status b started",
          "error a config_error: 403 for ****",
          "status a incomplete",
          "status b complete"},
         {"a"}},
        {"a crash in the middle",
         {.lines = {record("a", 1), status("a", "COMPLETE"), record("b", 1)},
          .log_lines = {"Traceback …", "KeyError: 'hunter22'"},
          .end = failed},
         {"status a started",
          "record a {\"id\":1}",
          "status b started",
          "record b {\"id\":1}",
          "status a complete",
          "error b system_error: the connector's program ended with 3; its last words: KeyError: '****'",
          "status b incomplete"},
         {"b"}},
        {"a crash after everything",
         {.lines = {status("a", "COMPLETE"), status("b", "COMPLETE")}, .log_lines = {}, .end = failed},
         {"status a started",
          "status b started",
          "status a complete",
          "status b complete",
          "error  system_error: the connector's program ended with 3"},
         {""}},
        {"the whole sync fails with a reason",
         {.lines = {R"({"type":"TRACE","trace":{"type":"ERROR","error":{"message":"bad key"}}})"},
          .log_lines = {},
          .end = failed},
         {"error  system_error: bad key", "status a started", "error a system_error: bad key"},
         {"a", "b"}},
        {"killed for its memory",
         {.lines = {}, .log_lines = {"MemoryError"}, .end = failed},
         {"error a system_error: the connector's program ended with 3; it may have needed more than its 2048 MB of "
          "memory; its last words: MemoryError"},
         {"a", "b"}},
        {"our own limit",
         {.lines = {}, .log_lines = {}, .end = Error(ErrorCode::deadline_exceeded, "its time was up")},
         {"error a system_error: its time was up"},
         {"a", "b"}},
        {"states of the old kind",
         {.lines = {record("a", 1), R"({"type":"STATE","state":{"data":{"a":{"c":1},"other":{}}}})"}},
         {"state a {\"c\":1} 1"},
         {}},
        {"records and states behind an end",
         {.lines = {status("a", "COMPLETE"), record("a", 1), status("a", "STARTED"), state_a, status("b", "COMPLETE")}},
         {"status a started",
          "record a {\"id\":1}",
          "state a {\"c\":2} 1",
          "status b started",
          "status a complete",
          "status b complete"},
         {}},
        {"states that are none",
         {.lines = {R"({"type":"STATE","state":{"type":"STREAM"}})",
                    R"({"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},)"
                    R"("stream_state":"text"}}})",
                    R"({"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{},"stream_state":{}}}})",
                    R"({"type":"STATE","state":{"data":[1]}})",
                    record("a", 1)}},
         {"status a started", "record a {\"id\":1}", "status a complete"},
         {}},
        {"one state for all streams",
         {.lines = {R"({"type":"STATE","state":{"type":"GLOBAL","global":{}}})"}},
         {"error a system_error: the connector keeps one GLOBAL state for all its streams; only states per stream are "
          "supported"},
         {"a", "b"}},
        {"control, rate limits, unknown messages",
         {.lines =
              {R"({"type":"CONTROL","control":{"connectorConfig":{"config":{"t":1}}}})",
               R"({"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"stream_descriptor":{"name":"a"},)"
               R"("status":"RUNNING","reasons":[{"type":"RATE_LIMITED"}]}}})",
               R"({"type":"TRACE","trace":{"type":"ESTIMATE"}})",
               R"({"type":"NEW"})"}},
         {"config {\"t\":1}", "rate_limited a"},
         {}},
    };
    for (const Case& c : cases) {
        const ReadOf read(c.script);
        ASSERT_TRUE(read.outcome.has_value()) << c.name << ": " << read.outcome.error().to_string();
        EXPECT_EQ(read.outcome->failed_streams, c.failed_streams) << c.name;
        EXPECT_TRUE(read.outcome->is_told) << c.name;
        std::size_t at = 0;
        for (const std::string& wanted : c.said) {
            while (at < read.messages.said.size() && read.messages.said[at] != wanted) {
                ++at;
            }
            EXPECT_LT(at, read.messages.said.size())
                << c.name << ": wanted, in this order, \"" << wanted << "\"; found\n"
                << ::testing::PrintToString(read.messages.said);
        }
    }
}

TEST(AirbyteProgram, GarbageIsLogged) {
    // Goal: what is no message is shown without secrets, and disturbs nothing.
    const ReadOf read({.lines = {"hello hunter22",
                                 "{broken",
                                 "[1]",
                                 "{\"no\":\"type\"}",
                                 "",
                                 record("a", 1),
                                 R"({"type":"RECORD"})",
                                 R"({"type":"RECORD","record":{"stream":"c","data":{}}})",
                                 R"({"type":"RECORD","record":{"stream":"c","data":{}}})",
                                 R"({"type":"LOG","log":{"level":"ERROR","message":"hunter22 failed"}})"}});
    ASSERT_TRUE(read.outcome.has_value());
    EXPECT_TRUE(read.outcome->has_succeeded());
    EXPECT_EQ(read.messages.count("record"), 1U);
    EXPECT_EQ(read.messages.logs,
              (Lines{"hello ****",
                     "{broken",
                     "[1]",
                     "{\"no\":\"type\"}",
                     "a RECORD message without data was passed over",
                     "records of stream \"c\" are dropped: the connector sends it though it was not asked for it",
                     "**** failed"}));
}

TEST(AirbyteProgram, ToldToStopIsAnErrorOfTheRead) {
    // Goal: the run is cancelled, not failed; what was read is kept, and the end of a stream that had one.
    const ReadOf read({.lines = {record("a", 1), status("b", "COMPLETE")},
                       .log_lines = {},
                       .end = Error(ErrorCode::cancelled, "stop")});
    ASSERT_FALSE(read.outcome.has_value());
    EXPECT_EQ(read.outcome.error().code(), ErrorCode::cancelled);
    EXPECT_EQ(read.messages.count("record a"), 1U);
    EXPECT_EQ(read.messages.count("status b complete"), 1U);
    EXPECT_EQ(read.messages.count("status a complete"), 0U);
}

TEST(AirbyteProgram, VerbsSayWhyTheyHaveNoAnswer) {
    // Goal: the program's own reason, else how it ended.
    struct Case {
        const char* name;
        Script script;
        const char* want;
    };
    const Case cases[] = {
        {"ended well without a word", {}, "the connector's program ended well but gave no CATALOG message"},
        {"told a reason",
         {.lines = {R"({"type":"TRACE","trace":{"type":"ERROR","error":{"message":"no such account"}}})"},
          .log_lines = {},
          .end = ProgramEnd{.exit_code = 1, .signal = 0}},
         "no such account"},
        {"the CDK's text for what it did not foresee",
         {.lines =
              {R"({"type":"TRACE","trace":{"type":"ERROR","error":{"message":"Something went wrong in the connector. )"
               R"(See the logs for more details.","internal_message":"no class X"}}})"},
          .log_lines = {},
          .end = ProgramEnd{.exit_code = 1, .signal = 0}},
         "no class X"},
        {"killed",
         {.lines = {}, .log_lines = {}, .end = ProgramEnd{.exit_code = 0, .signal = 11}},
         "the connector's program was ended by signal 11"},
        {"a catalog without streams",
         {.lines = {R"({"type":"CATALOG","catalog":{}})"}},
         "the connector's CATALOG message has no list of streams"},
    };
    for (const Case& c : cases) {
        ScriptedRuntime runtime(
            [&](const ProgramCall& call) { return has_word(call, "spec") ? Script{.lines = {kSpec}} : c.script; });
        const testing::ManualClock clock;
        KeptMessages messages;
        const auto catalog = AirbyteProgram({.command = {"x"}}, runtime, clock, messages).discover();
        ASSERT_FALSE(catalog.has_value()) << c.name;
        EXPECT_EQ(catalog.error().message(), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada::programs
