#include "curl_exchange.h"

#include <gtest/gtest.h>

#include "levada/testing/loopback_server.h"

namespace levada {
namespace {

using testing::LoopbackServer;

constexpr std::chrono::seconds kTimeMax{30};

TEST(CurlExchange, OneHandleServesManyRequests) {
    // Goal: nothing of one request stays for the next, and the connection does.
    const LoopbackServer server([](const std::string& request) {
        return LoopbackServer::ok(request.substr(0, request.find(' ')), "X-From: server\r\n");
    });
    CurlExchange exchange;
    HttpRequest post{.method = "POST", .url = server.url() + "/"};
    post.body = "secret body";
    post.headers.add("X-Once", "1");
    const auto first = exchange.run(post, {}, kTimeMax, "");
    ASSERT_TRUE(first.has_value()) << first.error().to_string();
    EXPECT_EQ(first->body, "POST");
    const auto second = exchange.run({.url = server.url() + "/"}, {}, kTimeMax, "");
    EXPECT_EQ(second->body, "GET");
    EXPECT_EQ(second->headers.fields().size(), 2U);
    EXPECT_EQ(server.requests().at(1).find("X-Once"), std::string::npos);
    EXPECT_EQ(server.requests().at(1).find("secret body"), std::string::npos);
    EXPECT_EQ(server.connection_count(), 1);
}

TEST(CurlExchange, TheLimitIsTheLargestBodyAccepted) {
    // Goal: a body of exactly the limit is taken, one byte more is not; the handle works afterwards.
    const LoopbackServer server([](const std::string& request) {
        return LoopbackServer::ok(std::string(request.find("/more") == std::string::npos ? 1000 : 1001, 'x'));
    });
    CurlExchange exchange;
    const CurlHttpOptions options{.body_size_bytes_max = 1000};
    EXPECT_EQ(exchange.run({.url = server.url() + "/"}, options, kTimeMax, "")->body.size(), 1000U);
    const auto failed = exchange.run({.url = server.url() + "/more"}, options, kTimeMax, "");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(exchange.run({.url = server.url() + "/"}, options, kTimeMax, "")->body.size(), 1000U);
}

TEST(CurlExchange, ABodyThatIsAnnouncedTooLargeIsNotFetched) {
    // Goal: the length alone ends it, although none of the body comes; of a HEAD it is only told.
    const LoopbackServer server(
        [](const std::string& /*request*/) { return "HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n"; });
    CurlExchange exchange;
    const auto failed = exchange.run({.url = server.url()}, {}, kTimeMax, "");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(failed.error().message(), "the response's body is over the limit of 1073741824 bytes");
    const auto head = exchange.run({.method = "HEAD", .url = server.url()}, {}, kTimeMax, "");
    ASSERT_TRUE(head.has_value()) << head.error().to_string();
    EXPECT_EQ(head->headers.find("content-length"), "2147483648");
}

}  // namespace
}  // namespace levada
