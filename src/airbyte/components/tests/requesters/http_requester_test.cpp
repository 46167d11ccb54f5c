#include "auth_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/requester.h"

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::yaml;

struct Sent {
    std::string url;
    std::string body;
    std::string error;
};

/// Sends one request of the requester that `fields` (YAML) describe, for the slice {part: p 1} and the token 7.
Sent sent_by(std::string_view fields, const SendRequest& given = {}) {
    AnsweringFixture fixture(yaml("{host: a.test, empty: \"\"}"), {{"", 200, "{}"}});
    const auto requester = fixture.make<Requester>("type: HttpRequester\n" + std::string(fields));
    if (!requester) {
        return {.url = "", .body = "", .error = requester.error().message()};
    }
    const StreamSlice slice =
        StreamSlice::make(yaml("part: p 1"), Json::object(), yaml("query_properties: [a, b]")).value();
    const Json token = yaml("next_page_token: 7");
    SendRequest request = given;
    request.scope.slice = &slice;
    request.scope.next_page_token = &token;
    const Result<SendOutcome> outcome = (*requester)->send(request);
    if (!outcome) {
        return {.url = "", .body = "", .error = outcome.error().message()};
    }
    const HttpRequest sent = fixture.http.requests().front();
    return {.url = sent.method + " " + sent.url, .body = sent.body.value_or(""), .error = ""};
}

TEST(HttpRequester, Urls) {
    struct Case {
        const char* fields;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"url_base: https://a.test/v1\npath: items", "GET https://a.test/v1/items"},
        {"url_base: https://a.test/v1/\npath: /items/", "GET https://a.test/v1/items/"},
        {"url_base: https://a.test/v1/", "GET https://a.test/v1/"},
        {"url: https://a.test/v1/items", "GET https://a.test/v1/items"},
        {"url: \"https://{{ config['host'] }}/\"\npath: \"{{ stream_partition.part }}\"", "GET https://a.test/p%201"},
        {"url: https://a.test/\nrequest_parameters: {a: \"{{ next_page_token['next_page_token'] }}\", b: \"{{ "
         "config['empty'] }}\"}",
         "GET https://a.test/?a=7"},
        {"url: https://a.test/\nrequest_parameters: {n: \"{{ none }}\", l: \"{{ [1, 2] }}\"}",
         "GET https://a.test/?n=None&l=1&l=2"},
        {"url: https://a.test/\nrequest_parameters: {p: {type: QueryProperties}}", "GET https://a.test/?p=a%2Cb"},
    };
    for (const Case& c : kCases) {
        const Sent sent = sent_by(c.fields);
        EXPECT_EQ(sent.error, "") << c.fields;
        EXPECT_EQ(sent.url, c.want) << c.fields;
    }
}

TEST(HttpRequester, Bodies) {
    struct Case {
        const char* fields;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"request_body_json: {a: \"{{ 1 }}\", b: {c: \"{{ config['empty'] }}\"}}", R"({"a":1,"b":{}})"},
        {"request_body_data: {a: x y}", "a=x+y"},
        {"request_body_data: plain text", "plain text"},
        {"request_body: {type: RequestBodyGraphQL, value: {query: \"{ a }\"}}", R"({"query":"{ a }"})"},
        {"request_body: {type: RequestBodyUrlEncodedForm, value: {a: b}}", "a=b"},
    };
    for (const Case& c : kCases) {
        const Sent sent = sent_by("url: https://a.test/\nhttp_method: POST\n" + std::string(c.fields));
        EXPECT_EQ(sent.error, "") << c.fields;
        EXPECT_EQ(sent.body, c.want) << c.fields;
    }
}

TEST(HttpRequester, TokenPathReplacesThePath) {
    SendRequest request;
    request.path = "https://b.test/p2?a=1";
    EXPECT_EQ(sent_by("url_base: https://a.test\npath: items\nrequest_parameters: {a: \"1\", b: \"2\"}", request).url,
              "GET https://b.test/p2?a=1&b=2");
}

TEST(HttpRequester, Refused) {
    SendRequest twice;
    twice.extra.params.set("a", Json("1"));
    EXPECT_NE(sent_by("url: https://a.test/\nrequest_parameters: {a: \"1\"}", twice).error, "");
    SendRequest mapping;
    mapping.extra.params.set("a", Json::object());
    EXPECT_NE(sent_by("url: https://a.test/", mapping).error, "");
    EXPECT_NE(sent_by("url: https://a.test/\nrequest_headers: \"text\"").error, "");
    EXPECT_NE(sent_by("url: https://a.test/\nrequest_body_json: {a: 1}\nrequest_body_data: {a: b}").error, "");
}

TEST(HttpRequester, Url) {
    AnsweringFixture fixture(yaml("host: a.test"), {});
    const auto requester =
        fixture.make<Requester>("type: HttpRequester\nurl_base: \"https://{{ config['host'] }}\"\npath: items").value();
    EXPECT_EQ(requester->url({}).value(), "https://a.test/items");
}

TEST(HttpRequester, Patience) {
    // Goal: a requester's timeouts and probes reach the connection. Method: what its requests ask for.
    AnsweringFixture fixture(yaml("{host: a.test}"), {{"", 200, "{}"}});
    const auto patience_of = [&](const std::string& fields) {
        const auto requester = fixture.make<Requester>("type: HttpRequester\nurl: https://a.test/x\n" + fields).value();
        EXPECT_TRUE(requester->send(SendRequest()).has_value());
        return fixture.http.requests().back().patience;
    };
    const HttpPatience usual = patience_of("");
    EXPECT_FALSE(usual.connect_time_max || usual.read_time_max || usual.is_probing);
    const HttpPatience own =
        patience_of("connect_timeout_in_seconds: 2\nread_timeout_in_seconds: 0.5\nuse_tcp_keepalive: true\n");
    EXPECT_EQ(own.connect_time_max, std::chrono::milliseconds(2000));
    EXPECT_EQ(own.read_time_max, std::chrono::milliseconds(500));
    EXPECT_TRUE(own.is_probing);
}

}  // namespace
}  // namespace levada::airbyte
