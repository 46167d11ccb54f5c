#include "request_matcher.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(RequestMatcher, Matches) {
    struct Case {
        const char* name;
        const char* node;
        bool want;
    };
    constexpr Case kCases[] = {
        {"nothing asked", "{}", true},
        {"method", "method: post", true},
        {"other method", "method: GET", false},
        {"base", "url_base: https://a.test/", true},
        {"other base", "url_base: https://b.test", false},
        {"path", "url_path_pattern: ^/v1/.*s$", true},
        {"other path", "url_path_pattern: /v2", false},
        {"param", "params: {page: 2}", true},
        {"other param", "params: {page: 3}", false},
        {"header", "headers: {x-kind: big}", true},
        {"other header", "headers: {x-kind: small}", false},
    };
    HttpRequest request;
    request.method = "POST";
    request.url = "https://a.test/v1/items/?page=1&page=2";
    request.headers.set("X-Kind", "big");
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture;
        const Result<RequestMatcher> matcher = RequestMatcher::make(testing::yaml(c.node), fixture.context);
        ASSERT_TRUE(matcher) << c.name;
        EXPECT_EQ(matcher->matches(request), c.want) << c.name;
        EXPECT_EQ(matcher->weight(), 1) << c.name;
    }
}

TEST(RequestMatcher, Weight) {
    testing::ComponentFixture fixture(testing::yaml("w: 3"));
    EXPECT_EQ(RequestMatcher::make(testing::yaml("weight: \"{{ config['w'] }}\""), fixture.context)->weight(), 3);
    const Result<RequestMatcher> refused = RequestMatcher::make(testing::yaml("weight: 0"), fixture.context);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
