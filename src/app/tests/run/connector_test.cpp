#include "run/connector.h"

#include "run/watched_programs.h"
#include "shop_project.h"
#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/adapters/system_clock.h"

namespace levada::app {
namespace {

class KeptLog final : public LogSink {
public:
    void write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) override {
        lines.push_back(std::string(to_string(level)) + " " + std::string(message));
        for (const LogField& field : fields) {
            lines.back() += " " + std::string(field.first) + "=" + field.second;
        }
    }
    std::vector<std::string> lines;
};

TEST(LoggedMessages, KeepsLogsErrorsAndSecretsApart) {
    KeptLog log;
    LoggedMessages messages(log);
    ASSERT_TRUE(messages.log(airbyte::LogLevel::warn, "slow"));
    ASSERT_TRUE(
        messages.error({.stream = "a", .failure_type = "config_error", .message = "no", .internal_message = "in"}));
    ASSERT_TRUE(messages.status("a", airbyte::StreamStatus::started));
    ASSERT_TRUE(messages.state("a", Json::object(), 0));
    messages.hide({"s3cret"});
    ASSERT_EQ(log.lines.size(), 2U);
    EXPECT_EQ(log.lines[0], "warning slow");
    EXPECT_EQ(log.lines[1], "error no levada.stream=a error.code=config_error error.message=in");
    EXPECT_EQ(messages.hidden(), std::vector<std::string>{"s3cret"});
}

TEST(OpenConnector, GivesItsStreamsAndSaysWhenThereIsNoFile) {
    ShopProject shop;
    Pipeline pipeline;
    pipeline.connector = shop.path() + "/shop.yaml";
    pipeline.config = Json::object({{"base_url", "http://127.0.0.1:1"}, {"api_key", "x"}});
    pipeline.http_rewrite = "http://127.0.0.1:2";
    SystemClock clock;
    CurlHttp http(http_options_of(pipeline), clock);
    LoggedMessages messages(no_log());
    WatchedPrograms programs(clock);
    const ConnectorWorld world{http, clock, programs, messages};
    const auto source = open_connector(pipeline, {}, world);
    ASSERT_TRUE(source) << source.error().to_string();
    EXPECT_EQ((*source)->discover()->find("streams")->size(), 2U);
    EXPECT_EQ(http_options_of(pipeline).rewrite, "http://127.0.0.1:2");
    pipeline.connector = shop.path() + "/none.yaml";
    EXPECT_EQ(open_connector(pipeline, {}, world).error().code(), ErrorCode::not_found);
    pipeline.connector.clear();
    pipeline.name = "x";
    pipeline.program.requirements = {"tap-x"};
    const auto missing = open_connector(pipeline, {}, world);
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().hint(), "levada connector install x");
}

TEST(LogLevelOf, FollowsTheProtocol) {
    EXPECT_EQ(log_level_of(airbyte::LogLevel::fatal), LogLevel::error);
    EXPECT_EQ(log_level_of(airbyte::LogLevel::warn), LogLevel::warning);
    EXPECT_EQ(log_level_of(airbyte::LogLevel::trace), LogLevel::debug);
}

TEST(ConnectorVersion, NamesTheManifestAndItsContent) {
    const ShopServices shop;
    const auto version = connector_version(shop.pipeline());
    ASSERT_TRUE(version.has_value());
    EXPECT_EQ(version->substr(0, 10), "shop.yaml@");
    EXPECT_EQ(version->size(), 22U);
    Pipeline none = shop.pipeline();
    none.connector = "none.yaml";
    EXPECT_FALSE(connector_version(none).has_value());
}

}  // namespace
}  // namespace levada::app
