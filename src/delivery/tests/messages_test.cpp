#include "levada/delivery/messages.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

template <typename Kind>
Kind read_back(const Kind& message, const std::string& bytes) {
    const Result<DeliveryMessage> decoded = decode(bytes);
    EXPECT_TRUE(decoded.has_value()) << (decoded.has_value() ? "" : decoded.error().to_string());
    const Kind* const kind = decoded.has_value() ? std::get_if<Kind>(&*decoded) : nullptr;
    EXPECT_NE(kind, nullptr) << bytes;
    EXPECT_EQ(encode(*kind), encode(message));
    return *kind;
}

TEST(DeliveryMessages, ABatchHasTheBytesOfItsSpecification) {
    // Goal: the example of docs/formats/batch.md, both ways; the records are a view into the message.
    const RecordBatch batch{.place = {"r1", "posts", 0, 0},
                            .count = 2,
                            .extracted_at_us = 1767225600000000,
                            .sync_id = 3,
                            .generation_id = 1,
                            .raw_object = "raw/p/posts/r1/000001.warc.gz#239",
                            .records = "{\"id\":1,\"title\":\"a\"}\n{\"id\":2,\"title\":\"b\"}\n"};
    const std::string bytes = encode(batch);
    EXPECT_EQ(bytes,
              R"({"v":1,"type":"batch","run":"r1","stream":"posts","slice":0,"sequence":0,"count":2,)"
              R"("extracted_at_us":1767225600000000,"sync_id":3,"generation_id":1,)"
              R"("raw":"raw/p/posts/r1/000001.warc.gz#239"})"
              "\n{\"id\":1,\"title\":\"a\"}\n{\"id\":2,\"title\":\"b\"}\n");
    const RecordBatch got = read_back(batch, bytes);
    EXPECT_EQ(got.records, batch.records);
    EXPECT_EQ(got.records.data(), bytes.data() + bytes.size() - batch.records.size());
    EXPECT_EQ(got.place.id(), "r1/posts/0/0");
}

TEST(DeliveryMessages, EveryKindReadsBack) {
    // Goal: all members of all kinds, with names that JSON has to escape.
    const StreamBegin begin{.run = "r",
                            .stream = "s\"\n",
                            .sync_id = 1,
                            .generation_id = 2,
                            .time_us = 3,
                            .schema = *parse_json(R"({"type":"object"})")};
    const StreamBegin got_begin = read_back(begin, encode(begin));
    EXPECT_EQ(got_begin.stream, "s\"\n");
    EXPECT_EQ(got_begin.schema, begin.schema);
    EXPECT_TRUE(read_back(StreamBegin{.run = "r"}, encode(StreamBegin{.run = "r"})).schema.is_null());
    const Checkpoint checkpoint{
        .run = "r", .stream = "s", .slice = 4, .count = 5, .time_us = 6, .state = *parse_json(R"({"cursor":"2026"})")};
    EXPECT_EQ(read_back(checkpoint, encode(checkpoint)).state, checkpoint.state);
    for (const StreamOutcome outcome : {StreamOutcome::complete, StreamOutcome::incomplete}) {
        const StreamEnd end{.run = "r", .stream = "s", .slice = 1, .count = 2, .time_us = 3, .outcome = outcome};
        EXPECT_EQ(read_back(end, encode(end)).outcome, outcome);
    }
    const Retraction retraction{.run = "r",
                                .stream = "s",
                                .slice = 1,
                                .first_sequence = 2,
                                .first_record = 3,
                                .last_sequence = 4,
                                .count = 5,
                                .time_us = 6};
    EXPECT_EQ(read_back(retraction, encode(retraction)).last_sequence, 4);
    const RecordBatch open{.place = {"r", "s", 0, 3}, .open_from = 2};
    EXPECT_EQ(read_back(open, encode(open)).open_from, 2);
    EXPECT_EQ(read_back(RecordBatch{}, encode(RecordBatch{})).open_from, -1);
    const DeadLetter letter{.run = "r",
                            .stream = "s",
                            .batch_id = "r/s/0/0",
                            .record = 7,
                            .code = "invalid_data",
                            .error = "two\nlines",
                            .attempt_count = 3,
                            .time_us = 1,
                            .raw_object = "raw#1",
                            .body = "{\"a\":\n1}"};
    const std::string bytes = encode(letter);
    const DeadLetter got_letter = read_back(letter, bytes);
    EXPECT_EQ(got_letter.error, "two lines");
    EXPECT_EQ(got_letter.body, letter.body);
    EXPECT_EQ(got_letter.record, 7);
    EXPECT_EQ(got_letter.raw_object, "raw#1");
}

TEST(DeliveryMessages, BlanksAfterTheHeaderAreNoError) {
    // Goal: the room that a writer reserved for the header.
    const auto got = decode(
        "{\"v\":1,\"type\":\"checkpoint\",\"run\":\"r\",\"stream\":\"s\",\"slice\":0,\"count\":0,\"time_us\":0}   "
        "\n{}");
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_TRUE(std::holds_alternative<Checkpoint>(*got));
}

TEST(DeliveryMessages, WhatIsNoMessageIsRefused) {
    // Goal: each defect has its code.
    struct Case {
        const char* name;
        const char* bytes;
        ErrorCode code;
    };
    constexpr Case kCases[] = {
        {"nothing", "", ErrorCode::invalid_data},
        {"no line", "{\"v\":1}", ErrorCode::invalid_data},
        {"no JSON", "{v}\n", ErrorCode::invalid_data},
        {"no object", "[1]\n", ErrorCode::invalid_data},
        {"another version", "{\"v\":2,\"type\":\"batch\"}\n", ErrorCode::unsupported},
        {"another type", "{\"v\":1,\"type\":\"blob\"}\n", ErrorCode::unsupported},
        {"members missing", "{\"v\":1,\"type\":\"batch\",\"run\":\"r\"}\n", ErrorCode::invalid_data},
        {"another kind of member",
         "{\"v\":1,\"type\":\"begin\",\"run\":\"r\",\"stream\":\"s\",\"sync_id\":\"1\",\"generation_id\":0,\"time_us\":"
         "0}\n",
         ErrorCode::invalid_data},
        {"another status",
         "{\"v\":1,\"type\":\"end\",\"run\":\"r\",\"stream\":\"s\",\"slice\":0,\"count\":0,\"time_us\":0,\"status\":"
         "\"ok\"}\n",
         ErrorCode::invalid_data},
        {"a broken state",
         "{\"v\":1,\"type\":\"checkpoint\",\"run\":\"r\",\"stream\":\"s\",\"slice\":0,\"count\":0,\"time_us\":0}\n{",
         ErrorCode::invalid_data},
    };
    for (const Case& c : kCases) {
        const auto got = decode(c.bytes);
        ASSERT_FALSE(got.has_value()) << c.name;
        EXPECT_EQ(got.error().code(), c.code) << c.name << ": " << got.error().to_string();
    }
}

TEST(DeliveryMessages, TopicsAreNamedByPipelineAndStream) {
    // Goal: the two names of a stream.
    EXPECT_EQ(topic_of("shop", "orders"), "shop.orders");
    EXPECT_EQ(dead_letter_topic_of("shop", "orders"), "shop.orders.dlq");
}

}  // namespace
}  // namespace levada
