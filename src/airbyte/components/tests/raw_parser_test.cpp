#include "raw_parser.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"
#include "levada/base/gzip.h"

namespace levada::airbyte {
namespace {

std::string bodies_of(const RawParser& parser, std::string_view bytes) {
    BodyList list;
    const Result<void> parsed = parser.parse(bytes, list);
    std::string all;
    for (const std::string_view body : list.bodies) {
        all += std::string(body) + ";";
    }
    return parsed ? all : all + "error";
}

TEST(RawParser, Json) {
    const auto parser = make_json_parser();
    EXPECT_TRUE(parser->is_json());
    EXPECT_EQ(bodies_of(*parser, " {\"a\":1} "), "{\"a\":1};");
    EXPECT_EQ(bodies_of(*parser, "[1,{}]"), "1;{};");
    BodyList list;
    const Result<void> refused = parser->parse("<html>", list);
    ASSERT_FALSE(refused);
    EXPECT_EQ(failure_type_of(refused.error()), FailureType::system_error);
    EXPECT_TRUE(is_traced(refused.error()));
}

TEST(RawParser, JsonLines) {
    const auto parser = make_json_lines_parser();
    EXPECT_FALSE(parser->is_json());
    EXPECT_EQ(bodies_of(*parser, "{\"a\":1}\n\nbroken\n{\"a\":2}"), "{\"a\":1};{\"a\":2};");
    EXPECT_EQ(bodies_of(*parser, "\xFF\n"), "error");
}

TEST(RawParser, GzipPassesPlainTextOn) {
    const auto parser = make_gzip_parser(make_json_lines_parser());
    EXPECT_EQ(bodies_of(*parser, gzip_compress("{}\n")), "{};");
    EXPECT_EQ(bodies_of(*parser, "{}\n"), "{};");
    EXPECT_EQ(bodies_of(*parser, gzip_compress("{}\n").substr(0, 12)), "error");
}

TEST(RawParser, LinesBeforeABreakInGzipCount) {
    // Goal: lines are read while they are unpacked; one JSON document is read as a whole.
    std::string lines;
    for (int i = 0; i < 2000; ++i) {
        lines += "{\"id\":" + std::to_string(i * 7919 % 10007) + "}\n";
    }
    const std::string packed = gzip_compress(lines);
    const std::string cut = bodies_of(*make_gzip_parser(make_json_lines_parser()), packed.substr(0, packed.size() / 2));
    EXPECT_TRUE(cut.starts_with("{\"id\":0};{\"id\":7919};")) << cut.substr(0, 100);
    EXPECT_TRUE(cut.ends_with("};error")) << cut.substr(cut.size() - 100);
    EXPECT_EQ(bodies_of(*make_gzip_parser(make_json_parser()), packed.substr(0, packed.size() / 2)), "error");
}

TEST(RawParser, StreamingDecoderReadsWhatCame) {
    HttpResponse response;
    response.body = "{}";
    response.wire_body = "{\"wire\":1}";
    const auto decoder = make_streaming_decoder(make_json_parser());
    EXPECT_TRUE(decoder->is_streaming());
    EXPECT_TRUE(decoder->may_paginate());
    BodyList list;
    ASSERT_TRUE(decoder->decode(response, list));
    EXPECT_EQ(list.bodies.front(), "{\"wire\":1}");
}

TEST(RawParser, ByType) {
    testing::ComponentFixture fixture;
    for (const char* text : {"type: JsonDecoder",
                             "type: JsonlDecoder",
                             "type: CsvDecoder",
                             "{type: JsonItemsDecoder, items_path: a}",
                             "{type: GzipDecoder, decoder: {type: JsonDecoder}}"}) {
        EXPECT_TRUE(make_raw_parser(testing::yaml(text), fixture.context)) << text;
    }
    const auto refused = make_raw_parser(testing::yaml("type: XmlDecoder"), fixture.context);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
