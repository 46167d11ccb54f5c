#include "source/config_overlay.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

TEST(ConfigOverlay, ForChecks) {
    const Json config = Json::object({{"a", 1}, {"b", 2}});
    const Json check = testing::yaml("config_overrides: {b: 3, c: 4}\n");
    EXPECT_EQ(config_for_check(Json::object(), check, config)->dump(), R"({"a":1,"b":3,"c":4})");
    EXPECT_EQ(config_for_check(Json::object(), Json::object(), config)->dump(), config.dump());
    const auto reserved =
        config_for_check(Json::object(), testing::yaml("config_overrides: {__airbyte_x: 1}\n"), config);
    ASSERT_FALSE(reserved.has_value());
    EXPECT_TRUE(is_traced(reserved.error()));
    const Json writer = testing::yaml("a: [{type: OAuthAuthenticator, refresh_token_updater: {}}]\n");
    EXPECT_FALSE(config_for_check(writer, check, config).has_value());
}

TEST(ConfigOverlay, Secrets) {
    const Json specification = testing::yaml(
        "properties:\n  key: {airbyte_secret: true}\n  plain: {type: string}\n"
        "  auth: {oneOf: [{properties: {token: {airbyte_secret: true}}}]}\n");
    const Json config = testing::yaml("key: k\nplain: p\nauth: {token: t}\n");
    EXPECT_EQ(secrets_in(specification, config), (std::vector<std::string>{"k", "t"}));
}

}  // namespace
}  // namespace levada::airbyte
