#include "source/auth_specification.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(AuthSpecification, ShowsWhatTheProtocolKnows) {
    struct Case {
        const char* name;
        const char* given;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"known fields stay",
         R"({"auth_flow_type":"oauth2.0","predicate_key":["a"],"predicate_value":"b"})",
         R"({"auth_flow_type":"oauth2.0","predicate_key":["a"],"predicate_value":"b"})"},
        {"others go, at each level",
         R"({"type":"AuthFlow","auth_flow_type":"oauth2.0","oauth_config_specification":{"x":1,
             "oauth_connector_input_specification":{"consent_url":"c","y":1,"state":{"min":1,"max":2,"z":1}}}})",
         R"({"auth_flow_type":"oauth2.0","oauth_config_specification":{"oauth_connector_input_specification":)"
         R"({"consent_url":"c","state":{"min":1,"max":2},"scopes_join_strategy":"space"}}})"},
        {"a separator that is given",
         R"({"auth_flow_type":"oauth2.0","oauth_config_specification":{"oauth_connector_input_specification":)"
         R"({"scopes_join_strategy":"comma"}}})",
         R"({"auth_flow_type":"oauth2.0","oauth_config_specification":{"oauth_connector_input_specification":)"
         R"({"scopes_join_strategy":"comma"}}})"},
    };
    for (const Case& c : kCases) {
        const Result<Json> shown = auth_specification(parse_json(c.given).value());
        ASSERT_TRUE(shown.has_value()) << c.name;
        EXPECT_EQ(shown->dump(), c.want) << c.name;
    }
    EXPECT_EQ(auth_specification(parse_json(R"({"predicate_value":"b"})").value()).error().code(),
              ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
