#include "response_cache.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

Response made(std::size_t size) {
    return Response::text(200, std::string(size, 'x'));
}

TEST(ResponseCache, FindsWhatWasKept) {
    ResponseCache cache(100'000);
    EXPECT_FALSE(cache.find("a").has_value());
    cache.keep("a", made(10));
    cache.keep("a", made(20));
    ASSERT_TRUE(cache.find("a").has_value());
    EXPECT_EQ(cache.find("a")->body.size(), 10U);
    EXPECT_EQ(cache.find("a")->headers.size(), 1U);
}

TEST(ResponseCache, DropsTheLongestUnused) {
    ResponseCache cache(100'000);
    for (int i = 0; i < 30; ++i) {
        cache.keep(std::to_string(i), made(4'000));
        EXPECT_TRUE(cache.find("0").has_value()) << "after " << i;
    }
    EXPECT_FALSE(cache.find("1").has_value());
    EXPECT_TRUE(cache.find("29").has_value());
    EXPECT_LE(cache.size_bytes(), 100'000U);
}

TEST(ResponseCache, OneResponseHasItsShare) {
    ResponseCache cache(100'000);
    cache.keep("large", made(10'000));
    EXPECT_FALSE(cache.find("large").has_value());
    EXPECT_EQ(cache.size_bytes(), 0U);
}

}  // namespace
}  // namespace levada::query
