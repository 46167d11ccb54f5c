#include <gtest/gtest.h>

#include "levada/base/json.h"
#include "levada/observe/log_sinks.h"
#include "levada/testing/manual_clock.h"

namespace levada::observe {
namespace {

class Lines final : public LineOutput {
public:
    void write_line(std::string_view line) override { text += line; }
    std::string text;
};

TEST(LogWriter, Text) {
    Lines lines;
    const levada::testing::ManualClock clock;
    LogWriter log({}, lines, clock);
    log.write(LogLevel::debug, "not shown", {});
    log.write(LogLevel::info, "page read", {{"levada.stream", "posts"}, {"url.path", "/a b"}, {"empty", ""}});
    log.write(LogLevel::error, "first\nsecond\x1b[31m", {});
    EXPECT_EQ(lines.text,
              "2026-01-01T00:00:00.000Z INFO  page read  stream=posts  url.path=\"/a b\"  empty=\"\"\n"
              "2026-01-01T00:00:00.000Z ERROR first\n    second[31m\n");
}

TEST(LogWriter, EcsJson) {
    Lines lines;
    const levada::testing::ManualClock clock;
    LogWriter log({.format = LogFormat::ecs_json}, lines, clock);
    log.write(LogLevel::warning,
              "two \"lines\"\n",
              {{"levada.stream", "posts"}, {"levada.run", "r1"}, {"a", "1"}, {"a.b", "2"}});
    EXPECT_EQ(lines.text,
              R"({"@timestamp":"2026-01-01T00:00:00.000Z","log.level":"warn","message":"two \"lines\"\n",)"
              R"("ecs.version":"8.11.0","service":{"name":"levada"},"levada":{"stream":"posts","run":"r1"},)"
              R"("a":"1","a.b":"2"})"
              "\n");
}

TEST(LogWriter, SecretsNeverAppear) {
    for (const LogFormat format : {LogFormat::text, LogFormat::ecs_json}) {
        Lines lines;
        const levada::testing::ManualClock clock;
        LogWriter log({.format = format, .secrets = {Secret("hunter22"), Secret(""), Secret("abc")}}, lines, clock);
        log.hide(Secret("later-token"));
        log.hide(Secret("a b/c=d"));
        log.write(LogLevel::info, "key=hunter22hunter22 abc", {{"url.query", "token=later-token&k=a%20b%2Fc%3Dd"}});
        EXPECT_EQ(lines.text.find("hunter"), std::string::npos) << lines.text;
        EXPECT_EQ(lines.text.find("later-token"), std::string::npos) << lines.text;
        EXPECT_EQ(lines.text.find("a%20b"), std::string::npos) << lines.text;
        EXPECT_NE(lines.text.find("key=******** abc"), std::string::npos) << lines.text;
    }
}

TEST(LogWriter, ContextAndTee) {
    Lines first;
    Lines second;
    const levada::testing::ManualClock clock;
    LogWriter one({}, first, clock);
    LogWriter two({.level_min = LogLevel::error}, second, clock);
    TeeLog both(one, two);
    ContextLog run(both, {{"levada.run", "r1"}, {"levada.stream", "outer"}});
    run.write(LogLevel::info, "m", {{"levada.stream", "inner"}});
    EXPECT_EQ(first.text, "2026-01-01T00:00:00.000Z INFO  m  run=r1  stream=inner\n");
    EXPECT_EQ(second.text, "");
}

TEST(LogWriter, ErrorFields) {
    const Error error = Error(ErrorCode::invalid_data, "broken").at("m.yaml", 3);
    const auto fields = error_fields(error);
    ASSERT_EQ(fields.size(), 3U);
    EXPECT_EQ(fields[0].second, "invalid_data");
    EXPECT_EQ(fields[2].second, "m.yaml:3");
}

}  // namespace
}  // namespace levada::observe
