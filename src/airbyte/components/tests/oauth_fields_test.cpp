#include "oauth_fields.h"

#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(OAuthFields, InTheUrl) {
    // Goal: the usual arguments go into the URL; an assertion is sent besides, in the form.
    struct Case {
        const char* name;
        const char* more;
        const char* form;
    };
    constexpr Case kCases[] = {
        {"usual", "", R"({})"},
        {"assertion",
         "use_profile_assertion: true\nprofile_assertion: {type: JwtAuthenticator, secret_key: s, algorithm: HS256}\n",
         R"({"grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer")"},
    };
    for (const Case& c : kCases) {
        AnsweringFixture fixture(Json::object(), {});
        const Json node =
            yaml(std::string("type: OAuthAuthenticator\nclient_id: c\nclient_secret: s\nrefresh_token: r\n"
                             "send_refresh_request_as_query_params: true\n") +
                 c.more);
        const Result<OAuthFields> fields = OAuthFields::make(FieldValues(node, fixture.context));
        ASSERT_TRUE(fields) << c.name;
        const Result<TokenRequest> request = fields->request("https://a.test/token", "r");
        ASSERT_TRUE(request) << c.name;
        EXPECT_EQ(request->query.find("client_id")->as_string(), "c") << c.name;
        EXPECT_EQ(request->form.dump().substr(0, std::string(c.form).size()), c.form) << c.name;
    }
}

TEST(OAuthFields, Request) {
    struct Case {
        const char* name;
        const char* more;
        const char* arguments;
    };
    constexpr Case kCases[] = {
        {"usual", "", R"({"grant_type":"refresh_token","client_id":"c","client_secret":"s","refresh_token":"r"})"},
        {"scopes",
         "scopes: [a, b]",
         R"({"grant_type":"refresh_token","client_id":"c","client_secret":"s","refresh_token":"r","scopes":["a","b"]})"},
        {"own fields do not win",
         "refresh_request_body: {client_id: x, more: y}",
         R"({"grant_type":"refresh_token","client_id":"c","client_secret":"s","refresh_token":"r","more":"y"})"},
        {"credentials in a header",
         "refresh_request_headers: {Authorization: Basic x}",
         R"({"grant_type":"refresh_token","refresh_token":"r"})"},
    };
    for (const Case& c : kCases) {
        AnsweringFixture fixture(Json::object(), {});
        const Json node =
            yaml(std::string("type: OAuthAuthenticator\nclient_id: c\nclient_secret: s\nrefresh_token: r\n") + c.more);
        const Result<OAuthFields> fields = OAuthFields::make(FieldValues(node, fixture.context));
        ASSERT_TRUE(fields) << c.name;
        const Result<TokenRequest> request = fields->request("https://a.test/token", "r");
        ASSERT_TRUE(request) << c.name;
        EXPECT_EQ(request->form.dump(), c.arguments) << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
