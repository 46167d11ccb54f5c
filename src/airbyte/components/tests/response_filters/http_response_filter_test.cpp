#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

std::optional<ErrorResolution> match(std::string_view node, Response& response) {
    testing::ComponentFixture fixture(testing::yaml("name: Ann"));
    const auto filter = fixture.make<ResponseFilter>(node).value();
    return filter->match({.response = &response, .error = nullptr}).value();
}

TEST(HttpResponseFilter, Matches) {
    struct Case {
        const char* name;
        const char* node;
        bool want;
    };
    constexpr Case kCases[] = {
        {"status", "{type: HttpResponseFilter, action: IGNORE, http_codes: [403, 404]}", true},
        {"other status", "{type: HttpResponseFilter, action: IGNORE, http_codes: [403]}", false},
        {"predicate", "{type: HttpResponseFilter, action: IGNORE, predicate: \"{{ response.code == 7 }}\"}", true},
        {"undefined predicate", "{type: HttpResponseFilter, action: IGNORE, predicate: \"{{ response.a.b }}\"}", false},
        {"header in another case",
         "{type: HttpResponseFilter, action: IGNORE, predicate: \"{{ headers['x-kind'] == 'big' }}\"}",
         true},
        {"text", "{type: HttpResponseFilter, action: IGNORE, error_message_contains: gone}", true},
        {"other text", "{type: HttpResponseFilter, action: IGNORE, error_message_contains: here}", false},
        {"no action", "{type: HttpResponseFilter, http_codes: [404]}", false},
    };
    for (const Case& c : kCases) {
        Response response = answered(404, R"({"code":7,"message":"it is gone"})", {{"X-Kind", "big"}});
        EXPECT_EQ(match(c.node, response).has_value(), c.want) << c.name;
    }
}

TEST(HttpResponseFilter, Resolution) {
    Response response = answered(404, R"({"why":"no"})");
    const auto fail = match(
        "{type: HttpResponseFilter, action: FAIL, failure_type: config_error, http_codes: [404],"
        " error_message: \"{{ response.why }} {{ config['name'] }} {{ request_url }}\"}",
        response);
    ASSERT_TRUE(fail);
    EXPECT_EQ(fail->failure_type, FailureType::config_error);
    EXPECT_EQ(fail->message, "no Ann https://a.test/items");
    const auto retry =
        match("{type: HttpResponseFilter, action: RETRY, failure_type: config_error, http_codes: [404]}", response);
    ASSERT_TRUE(retry);
    EXPECT_EQ(retry->failure_type, FailureType::system_error);
    EXPECT_NE(retry->message.find("404"), std::string::npos);
}

}  // namespace
}  // namespace levada::airbyte
