#include "levada/gateway/response_head.h"

#include <gtest/gtest.h>

namespace levada::gateway {
namespace {

TEST(ResponseHead, Write) {
    Response response = Response::text(200, "body", "text/plain").with("Content-Length", "999").with("Etag", "\"1\"");
    std::string head;
    write_response_head(response, {.date = "D", .request_id = "r"}, head);
    EXPECT_EQ(head,
              "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 4\r\nContent-Type: text/plain\r\nEtag: \"1\"\r\n"
              "X-Request-Id: r\r\n\r\n");
    write_response_head(response, {.date = "D", .request_id = "r", .http_minor = 0, .is_keeping = true}, head);
    EXPECT_NE(head.find("HTTP/1.0 200 OK\r\n"), std::string::npos);
    EXPECT_NE(head.find("Connection: keep-alive\r\n"), std::string::npos);
    response.status = 304;
    write_response_head(response, {.date = "D", .request_id = "r", .is_keeping = false}, head);
    EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    EXPECT_NE(head.find("Connection: close\r\n"), std::string::npos);
}

TEST(ResponseHead, HttpDate) {
    // Source of the first: RFC 9110 section 5.6.7.
    EXPECT_EQ(format_http_date(Instant(std::chrono::seconds(784'111'777))), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_http_date(Instant(std::chrono::seconds(1'709'164'800))), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(ResponseHead, ReasonPhrase) {
    EXPECT_EQ(reason_phrase(100), "Continue");
    EXPECT_EQ(reason_phrase(416), "Range Not Satisfiable");
    EXPECT_EQ(reason_phrase(505), "HTTP Version Not Supported");
    EXPECT_EQ(reason_phrase(299), "Unknown");
    EXPECT_EQ(reason_phrase(999), "Unknown");
}

}  // namespace
}  // namespace levada::gateway
