#include "component_fixture.h"
#include "http_client.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PrepareRequest, Bodies) {
    struct Case {
        const char* name;
        Json data;
        Json json;
        std::optional<std::string> body;
        std::optional<std::string_view> type;
    };
    const Case cases[] = {
        {"none", Json::object(), Json::object(), std::nullopt, std::nullopt},
        {"json", Json::object(), testing::yaml("a: 1"), R"({"a":1})", "application/json"},
        {"form", testing::yaml("a: x y"), Json::object(), "a=x+y", "application/x-www-form-urlencoded"},
        {"text", Json("plain"), Json::object(), "plain", std::nullopt},
    };
    for (const Case& c : cases) {
        RequestInput input{.method = "POST", .url = "https://a.test/x", .parts = {}};
        input.parts.body_data = c.data;
        input.parts.body_json = c.json;
        const Result<HttpRequest> request = prepare_request(input);
        ASSERT_TRUE(request) << c.name << ": " << request.error().to_string();
        EXPECT_EQ(request->body, c.body) << c.name;
        EXPECT_EQ(request->headers.find("content-type"), c.type) << c.name;
    }
}

TEST(PrepareRequest, GivenContentTypeStays) {
    RequestInput input{.method = "POST", .url = "https://a.test/x", .parts = {}};
    input.parts.headers.set("content-type", Json("application/vnd.x+json"));
    input.parts.body_json.set("a", Json(1));
    EXPECT_EQ(prepare_request(input)->headers.find("Content-Type"), "application/vnd.x+json");
}

TEST(PrepareRequest, Refused) {
    RequestInput both{.method = "POST", .url = "https://a.test/x", .parts = {}};
    both.parts.body_json.set("a", Json(1));
    both.parts.body_data.set("a", Json(1));
    RequestInput break_in_header{.method = "GET", .url = "https://a.test/x", .parts = {}};
    break_in_header.parts.headers.set("X-A", Json("1\r\nX-B: 2"));
    const RequestInput no_host{.method = "GET", .url = "x", .parts = {}};
    for (const RequestInput& input : {both, break_in_header, no_host}) {
        const Result<HttpRequest> request = prepare_request(input);
        ASSERT_FALSE(request) << input.url;
        EXPECT_EQ(request.error().code(), ErrorCode::invalid_data) << input.url;
    }
}

}  // namespace
}  // namespace levada::airbyte
