#include "levada/base/url.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Url, SplitsAndJoinsBack) {
    const char* const text = "https://user@api.example.test:8443/v1/x?a=1&b=%20#top";
    const auto url = parse_url(text);
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "https");
    EXPECT_EQ(url->user_info, "user");
    EXPECT_EQ(url->host, "api.example.test");
    EXPECT_EQ(url->port, "8443");
    EXPECT_EQ(url->path, "/v1/x");
    EXPECT_EQ(url->query, "a=1&b=%20");
    EXPECT_EQ(url->fragment, "top");
    EXPECT_EQ(url->to_string(), text);
    EXPECT_EQ(parse_url("http://[::1]:80")->authority(), "[::1]:80");
    EXPECT_EQ(parse_url("http://[::1]")->port, "");
}

TEST(Url, RefusesWhatIsNone) {
    for (const char* text : {"", "example.test/x", "ftp://x/y", "http:///x", "https://?a"}) {
        const auto url = parse_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().code(), ErrorCode::invalid_data);
    }
}

TEST(Url, QueryPairs) {
    const auto pairs = parse_query("a=1+2&b&c=%26&a=3");
    ASSERT_EQ(pairs.size(), 4U);
    EXPECT_EQ(pairs[0].second, "1 2");
    EXPECT_EQ(pairs[1].second, "");
    EXPECT_EQ(pairs[2].second, "&");
    EXPECT_TRUE(parse_query("").empty());
}

}  // namespace
}  // namespace levada
