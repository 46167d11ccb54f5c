#include "levada/ports/handler.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Handler, DecodeComponent) {
    struct Case {
        const char* text;
        PlusSign plus;
        std::optional<std::string> want;
    };
    const Case cases[] = {
        {"plain", PlusSign::literal, "plain"},
        {"a%20b", PlusSign::literal, "a b"},
        {"a+b", PlusSign::literal, "a+b"},
        {"a+b", PlusSign::space, "a b"},
        {"%C3%a9", PlusSign::literal, "\xc3\xa9"},
        {"ends%2f", PlusSign::literal, "ends/"},
        {"cut%2", PlusSign::literal, std::nullopt},
        {"cut%", PlusSign::literal, std::nullopt},
        {"not%zz", PlusSign::literal, std::nullopt},
        {"nul%00", PlusSign::literal, std::nullopt},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(decode_component(c.text, c.plus), c.want) << "case: " << c.text;
    }
}

TEST(Handler, ParseQueryString) {
    const auto got = parse_query_string("a=1&&b=x%3Dy&c&=d&a=2+3");
    ASSERT_TRUE(got.has_value());
    std::string shown;
    for (const Parameter& parameter : *got) {
        shown += parameter.name + ":" + parameter.value + ";";
    }
    EXPECT_EQ(shown, "a:1;b:x=y;c:;:d;a:2 3;");
    EXPECT_FALSE(parse_query_string("a=%").has_value());
    EXPECT_TRUE(parse_query_string("")->empty());
}

TEST(Handler, RequestLooksUpHeadersInAnyCase) {
    Request request;
    request.headers = {{"Accept", "text/csv"}, {"X-Two", "1"}, {"x-two", "2"}, {"Empty", ""}};
    request.path_parameters = {{"table", "a.b"}};
    EXPECT_EQ(request.header("ACCEPT"), "text/csv");
    EXPECT_EQ(request.header("x-two"), "1");
    EXPECT_EQ(request.header("absent"), "");
    EXPECT_TRUE(request.has_header("empty"));
    EXPECT_FALSE(request.has_header("absent"));
    EXPECT_EQ(request.path_parameter("table"), "a.b");
    EXPECT_EQ(request.path_parameter("other"), "");
}

TEST(Handler, ErrorResponseHasTheFourKeys) {
    const Response response =
        error_response({.status = 404, .code = "PGRST205", .message = "no \"x\"", .hint = "look"});
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, R"({"code":"PGRST205","details":null,"hint":"look","message":"no \"x\""})");
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.headers[0].value, "application/json; charset=utf-8");
}

}  // namespace
}  // namespace levada
