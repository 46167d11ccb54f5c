#include "airbyte_messages.h"

#include "contract/connector_contract.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(AirbyteMessages, KeepsAnswersAndErrors) {
    // Goal: the bodies of the verbs' answers; errors in order; the first error of the sink.
    KeptMessages kept;
    StreamRelay relay(kept, {"a"}, {});
    AirbyteMessages messages(relay);
    for (const char* line : {R"({"type":"SPEC","spec":{"s":1}})",
                             R"({"type":"CATALOG","catalog":{"c":1}})",
                             R"({"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED"}})",
                             R"({"type":"TRACE","trace":{"type":"ERROR","error":{"message":"one"}}})",
                             R"({"type":"TRACE","trace":{"type":"ERROR"}})",
                             R"({"type":"TRACE"})",
                             R"({"type":"CONTROL"})",
                             R"({"type":"STATE"})"}) {
        ASSERT_TRUE(messages.line(line).has_value()) << line;
    }
    EXPECT_EQ(messages.spec()->dump(), R"({"s":1})");
    EXPECT_EQ(messages.catalog()->dump(), R"({"c":1})");
    EXPECT_EQ(messages.connection()->dump(), R"({"status":"FAILED"})");
    ASSERT_EQ(messages.errors().size(), 1U);
    EXPECT_FALSE(messages.sink_error().has_value());
    kept.refusal = "full";
    ASSERT_TRUE(messages.line(R"({"type":"RECORD","record":{"stream":"a","data":{"n":1.50}}})").has_value());
    EXPECT_FALSE(messages.idle().has_value());
    EXPECT_EQ(messages.sink_error()->message(), "full");
}

}  // namespace
}  // namespace levada::programs
