#include "config_secrets.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(ConfigSecrets, BySchemaAndByName) {
    // Goal: what the spec marks, through alternatives and lists, and what its key gives away; longest first.
    const Json config = *parse_json(R"({"api_key":"abcdef","user":"anna","account":"visible",
        "credentials":{"auth":"x","value":"marked-one"},"list":[{"pin":"12345"}],"refresh_token":"abcdefgh","token":"abc"})");
    const Json spec = *parse_json(R"({"properties":{
        "user":{"type":"string","airbyte_secret":true},
        "credentials":{"oneOf":[{"properties":{"auth":{}}},{"properties":{"value":{"airbyte_secret":true}}}]},
        "list":{"items":{"properties":{"pin":{"airbyte_secret":true}}}}}})");
    EXPECT_EQ(config_secrets(config, &spec),
              (std::vector<std::string>{"marked-one", "abcdefgh", "abcdef", "12345", "anna"}));
    EXPECT_EQ(config_secrets(config, nullptr), (std::vector<std::string>{"abcdefgh", "abcdef"}));
    EXPECT_TRUE(config_secrets(Json(), nullptr).empty());
}

TEST(WithoutSecrets, EveryOne) {
    // Goal: a secret inside a longer one does not spoil it.
    EXPECT_EQ(without_secrets("abcdefgh abcdef x", {"abcdefgh", "abcdef"}), "**** **** x");
}

}  // namespace
}  // namespace levada::programs
