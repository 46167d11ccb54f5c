#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(ApiKeyAuthenticator, Places) {
    struct Case {
        const char* place;
        const char* params;
        const char* headers;
        const char* json;
    };
    constexpr Case kCases[] = {{"request_parameter", R"({"key":"k1"})", "{}", "{}"},
                               {"header", "{}", R"({"key":"k1"})", "{}"},
                               {"body_json", "{}", "{}", R"({"key":"k1"})"}};
    for (const Case& c : kCases) {
        AnsweringFixture fixture(yaml("token: k1"), {});
        const auto authenticator =
            fixture
                .make<Authenticator>(
                    "type: ApiKeyAuthenticator\napi_token: \"{{ config['token'] }}\"\ninject_into:\n"
                    "  type: RequestOption\n  field_name: key\n  inject_into: " +
                    std::string(c.place))
                .value();
        const RequestParts parts = authenticator->options().value();
        EXPECT_EQ(parts.params.dump(), c.params) << c.place;
        EXPECT_EQ(parts.headers.dump(), c.headers) << c.place;
        EXPECT_EQ(parts.body_json.dump(), c.json) << c.place;
        EXPECT_EQ(signed_header(*authenticator, "key"), std::string(c.place) == "header" ? "k1" : "") << c.place;
    }
}

TEST(ApiKeyAuthenticator, OlderHeaderField) {
    AnsweringFixture fixture(yaml("token: k1"), {});
    const auto authenticator =
        fixture.make<Authenticator>("type: ApiKeyAuthenticator\napi_token: \"{{ config['token'] }}\"\nheader: X-Key")
            .value();
    EXPECT_EQ(signed_header(*authenticator, "X-Key"), "k1");
}

TEST(ApiKeyAuthenticator, Refused) {
    AnsweringFixture fixture(Json::object(), {});
    for (const char* text : {"type: ApiKeyAuthenticator\napi_token: x",
                             "type: ApiKeyAuthenticator\napi_token: x\nheader: a\n"
                             "inject_into: {type: RequestOption, inject_into: header, field_name: b}"}) {
        const auto made = fixture.make<Authenticator>(text);
        ASSERT_FALSE(made) << text;
        EXPECT_EQ(made.error().code(), ErrorCode::invalid_config) << text;
    }
}

}  // namespace
}  // namespace levada::airbyte
