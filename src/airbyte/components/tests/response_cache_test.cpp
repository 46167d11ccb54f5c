#include "response_cache.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

HttpRequest get(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

HttpResponse answer(std::string body) {
    HttpResponse response;
    response.status = 200;
    response.body = std::move(body);
    return response;
}

TEST(ResponseCache, Keys) {
    const HttpRequest plain = get("https://a.test/x?a=1&b=2");
    EXPECT_EQ(ResponseCache::key_of(plain), ResponseCache::key_of(get("https://a.test/x?b=2&a=1")));
    EXPECT_NE(ResponseCache::key_of(plain), ResponseCache::key_of(get("https://a.test/x?a=1")));
    HttpRequest with_header = plain;
    with_header.headers.set("X-A", "1");
    EXPECT_NE(ResponseCache::key_of(plain), ResponseCache::key_of(with_header));
}

TEST(ResponseCache, KeepsAndFinds) {
    ResponseCache cache;
    EXPECT_FALSE(cache.find("k"));
    cache.keep("k", answer("{}"));
    const std::optional<HttpResponse> found = cache.find("k");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->body, "{}");
    EXPECT_GE(found->body.capacity(), found->body.size() + kHttpBodyPaddingBytes);
}

TEST(ResponseCache, OnlyGoodAnswersToGet) {
    HttpRequest post = get("https://a.test/");
    post.method = "POST";
    HttpResponse failed = answer("");
    failed.status = 404;
    EXPECT_TRUE(ResponseCache::may_keep(get("https://a.test/"), answer("")));
    EXPECT_FALSE(ResponseCache::may_keep(post, answer("")));
    EXPECT_FALSE(ResponseCache::may_keep(get("https://a.test/"), failed));
}

TEST(ResponseCache, OldestGo) {
    ResponseCache cache;
    const std::size_t part = kResponseCacheBytesMax / 4;
    for (int i = 0; i < 5; ++i) {
        cache.keep(std::to_string(i), answer(std::string(part, 'x')));
    }
    EXPECT_FALSE(cache.find("0"));
    EXPECT_TRUE(cache.find("4"));
}

TEST(ResponseCache, WhatSeveralWantIsAskedForOnce) {
    // Goal: of many that want one response at the same time one asks, the others get what it got; other keys do not
    // wait.
    constexpr int kThreads = 8;
    ResponseCache cache;
    std::atomic<int> asked = 0;
    std::atomic<int> found = 0;
    {
        const ResponseCache::Turn other(cache, "other");
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                const ResponseCache::Turn turn(cache, "k");
                if (cache.find(turn.key())) {
                    ++found;
                    return;
                }
                ++asked;
                cache.keep(turn.key(), answer("{}"));
            });
        }
    }
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(found, kThreads - 1);
}

}  // namespace
}  // namespace levada::airbyte
