#include "source/read_loop.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

constexpr const char* kTwoSlices =
    "      partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: p,"
    " request_option: {type: RequestOption, inject_into: request_parameter, field_name: p}}\n";

TEST(ReadLoop, AFailingSliceDoesNotStopTheOthers) {
    SourceFixture f(testing::Answers{{"/items?p=b", R"({"data":[{"id":2}]})"}});
    EXPECT_EQ(f.read(manifest_of(kTwoSlices), {"items"}),
              "T items STARTED\n"
              "E items system_error\n"
              "T items RUNNING\n"
              "R items {\"id\":2}\n"
              "S items {\"__ab_no_cursor_state_message\":true} 1\n"
              "T items INCOMPLETE\n");
}

TEST(ReadLoop, RecordsBeforeAFailureAreEmitted) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1,"o":{"x":1}},{"id":2}]})"}});
    const std::string out = f.read(manifest_of("",
                                               "    transformations: [{type: AddFields, fields: [{type: "
                                               "AddedFieldDefinition, path: [x], value: \"{{ record.o.x }}\"}]}]\n"),
                                   {"items"});
    EXPECT_NE(out.find("R items {\"id\":1,\"o\":{\"x\":1},\"x\":1}\n"), std::string::npos) << out;
    EXPECT_NE(out.find("E items system_error"), std::string::npos) << out;
}

TEST(ReadLoop, WhatJsonCannotHoldEndsTheSync) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    const std::string out =
        f.read(manifest_of("",
                           "    transformations: [{type: AddFields, fields: [{type: AddedFieldDefinition, path: [x], "
                           "value: \"{{ \\\"{1, 2}\\\" }}\"}]}]\n"),
               {"items"});
    EXPECT_NE(out.find("! A record returned from the API failed to be serialized to JSON."), std::string::npos) << out;
    EXPECT_EQ(out.find("COMPLETE"), std::string::npos) << out;
}

TEST(ReadLoop, CountsRecordsBetweenStates) {
    testing::CollectedMessages messages;
    CountingStateSink sink(messages);
    sink.count("a", 2);
    sink.count("b", 1);
    ASSERT_TRUE(sink.emit_state("a", Json::object()).has_value());
    sink.count("a", 1);
    ASSERT_TRUE(sink.emit_state("a", Json::object()).has_value());
    EXPECT_EQ(messages.text(), "S a {} 2\nS a {} 1\n");
}

}  // namespace
}  // namespace levada::airbyte
