#include "levada/airbyte/message_writer.h"

#include <vector>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

class TextInMemory final : public TextSink {
public:
    Result<void> write(std::string_view text) override {
        if (is_closed) {
            return Error(ErrorCode::unavailable, "the reader is gone");
        }
        written += text;
        return {};
    }
    std::string written;
    bool is_closed = false;
};

struct Fixture {
    TextInMemory out;
    MessageWriter writer{out, [] { return std::int64_t{1234}; }};
    std::string text() {
        EXPECT_TRUE(writer.flush().has_value());
        return out.written;
    }
};

TEST(MessageWriter, Records) {
    Fixture f;
    const std::vector<std::string_view> records{R"({"id":1,"x":null})", R"({"id":2})"};
    ASSERT_TRUE(f.writer.records({.stream = "items", .records = records}).has_value());
    EXPECT_EQ(f.text(),
              "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"data\":{\"id\":1},\"emitted_at\":1234}}\n"
              "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"data\":{\"id\":2},\"emitted_at\":1234}}\n");
}

TEST(MessageWriter, FilesOfRecords) {
    Fixture f;
    const std::vector<std::string_view> records{R"({"id":1})", R"({"id":2})"};
    const std::vector<std::string_view> files{R"({"file_size_bytes":3})", ""};
    ASSERT_TRUE(f.writer.records({.stream = "items", .records = records, .file_references = files}).has_value());
    EXPECT_EQ(f.text(),
              "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"data\":{\"id\":1},\"emitted_at\":1234,"
              "\"file_reference\":{\"file_size_bytes\":3}}}\n"
              "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"data\":{\"id\":2},\"emitted_at\":1234}}\n");
}

TEST(MessageWriter, OtherMessages) {
    Fixture f;
    ASSERT_TRUE(f.writer.state("items", Json::object({{"at", "2024"}}), 3).has_value());
    ASSERT_TRUE(f.writer.rate_limited("items").has_value());
    ASSERT_TRUE(f.writer.status("items", StreamStatus::complete).has_value());
    ASSERT_TRUE(f.writer.rate_limited("items").has_value()) << "dropped: complete stays the last status";
    ASSERT_TRUE(f.writer.config_changed(Json::object({{"token", "t"}, {"gone", Json()}})).has_value());
    ASSERT_TRUE(f.writer.message("SPEC", "spec", Json::object()).has_value());
    EXPECT_EQ(
        f.text(),
        R"({"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"items"},"stream_state":{"at":"2024"}},"sourceStats":{"recordCount":3.0}}})"
        "\n"
        R"({"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1234,"stream_status":{"stream_descriptor":{"name":"items"},"status":"RUNNING","reasons":[{"type":"RATE_LIMITED"}]}}})"
        "\n"
        R"({"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1234,"stream_status":{"stream_descriptor":{"name":"items"},"status":"COMPLETE"}}})"
        "\n"
        R"({"type":"CONTROL","control":{"type":"CONNECTOR_CONFIG","emitted_at":1234.0,"connectorConfig":{"config":{"token":"t"}}}})"
        "\n"
        R"({"type":"SPEC","spec":{}})"
        "\n");
}

TEST(MessageWriter, HidesSecrets) {
    Fixture f;
    f.writer.hide({"abc", "abcdef", ""});
    ASSERT_TRUE(f.writer.log(LogLevel::warn, "token abcdef and abc").has_value());
    ASSERT_TRUE(
        f.writer
            .error(
                {.stream = "items", .failure_type = "system_error", .message = "abc", .internal_message = "x=abcdef"})
            .has_value());
    const std::string text = f.text();
    EXPECT_EQ(text.find("abc"), std::string::npos) << text;
    EXPECT_NE(text.find("token **** and ****"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("stream_descriptor":{"name":"items"})"), std::string::npos) << text;
}

TEST(MessageWriter, FailsWithItsOutput) {
    Fixture f;
    f.out.is_closed = true;
    const Result<void> written = f.writer.status("items", StreamStatus::started);
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().code(), ErrorCode::unavailable);
}

}  // namespace
}  // namespace levada::airbyte
