#include "levada/adapters/curl_http.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "levada/base/gzip.h"
#include "levada/testing/loopback_server.h"
#include "levada/testing/manual_clock.h"

namespace levada {
namespace {

using ::testing::HasSubstr;
using testing::LoopbackServer;
using testing::ManualClock;
using ::testing::Not;

class CurlHttpTest : public ::testing::Test {
protected:
    Result<HttpResponse> get(const std::string& url, CurlHttpOptions options = {}) {
        CurlHttp http(std::move(options), clock_);
        return http.send({.url = url}, soon());
    }
    Deadline soon() const { return Deadline::after(clock_.monotonic(), std::chrono::seconds(30)); }

    ManualClock clock_;
};

TEST_F(CurlHttpTest, GivesTheResponseAsItCame) {
    // Goal: status, header order, repeated headers, body and padding. Method: one scripted answer.
    const LoopbackServer server([](const std::string&) {
        return "HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\n"
               "HTTP/1.1 418 Teapot\r\nb-First:  1 \r\nA-Second: 2\r\nb-first: 3\r\nContent-Length: 5\r\n\r\nhello";
    });
    const auto got = get(server.url() + "/a?b=c%20d");
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_EQ(got->status, 418);
    EXPECT_EQ(got->body, "hello");
    EXPECT_TRUE(got->wire_body.empty());
    EXPECT_GE(got->body.capacity(), got->body.size() + kHttpBodyPaddingBytes);
    EXPECT_EQ(got->url, server.url() + "/a?b=c%20d");
    const std::vector<HttpHeaders::Field> want = {
        {"b-First", "1"}, {"A-Second", "2"}, {"b-first", "3"}, {"Content-Length", "5"}};
    EXPECT_EQ(got->headers.fields(), want);
    EXPECT_THAT(server.requests().at(0), HasSubstr("GET /a?b=c%20d HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().at(0), HasSubstr("Accept-Encoding: gzip, deflate\r\n"));
}

TEST_F(CurlHttpTest, SendsMethodHeadersAndBody) {
    // Goal: what is on the wire for each kind of request, with nothing added that was not asked for.
    struct Case {
        const char* name;
        HttpRequest request;
        std::vector<std::string> has;
        std::vector<std::string> has_not;
    };
    std::vector<Case> cases;
    cases.push_back({"POST with a body",
                     {.method = "POST", .body = "x=1"},
                     {"POST / HTTP", "Content-Length: 3\r\n\r\nx=1"},
                     {"Expect", "Content-Type"}});
    cases.push_back({"POST without one", {.method = "POST"}, {"Content-Length: 0"}, {"Content-Type"}});
    cases.push_back({"GET with a body", {.method = "GET", .body = "{}"}, {"GET / HTTP", "\r\n\r\n{}"}, {}});
    cases.push_back({"DELETE", {.method = "DELETE"}, {"DELETE / HTTP"}, {"Content-Length"}});
    cases.push_back({"a large body waits for no 100",
                     {.method = "PUT", .body = std::string(2'000'000, 'z')},
                     {"PUT / HTTP", "Content-Length: 2000000"},
                     {"Expect"}});
    cases.push_back(
        {"own headers", {}, {"User-Agent: mine\r\n", "X-Empty:\r\n", "Accept-Encoding: br\r\n"}, {"levada", "gzip"}});
    cases.back().request.headers.add("User-Agent", "mine");
    cases.back().request.headers.add("X-Empty", "");
    cases.back().request.headers.add("accept-encoding", "br");
    cases.back().has[2] = "accept-encoding: br\r\n";
    const LoopbackServer server([](const std::string&) { return LoopbackServer::ok("{}"); });
    CurlHttp http({}, clock_);
    for (Case& c : cases) {
        c.request.url = server.url() + "/";
        const auto got = http.send(c.request, soon());
        ASSERT_TRUE(got.has_value()) << c.name << ": " << got.error().to_string();
        for (const std::string& text : c.has) {
            EXPECT_NE(server.requests().back().find(text), std::string::npos) << c.name << ": wanted " << text;
        }
        for (const std::string& text : c.has_not) {
            EXPECT_EQ(server.requests().back().find(text), std::string::npos) << c.name << ": not wanted " << text;
        }
    }
    EXPECT_EQ(server.connection_count(), 1) << "the connection was not kept";
}

TEST_F(CurlHttpTest, HeadHasNoBody) {
    // Goal: a HEAD ends after the headers although a length is given.
    const LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"; });
    CurlHttp http({}, clock_);
    const auto got = http.send({.method = "HEAD", .url = server.url()}, soon());
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_TRUE(got->body.empty());
}

TEST_F(CurlHttpTest, KeepsTheCodedBodyBesideTheDecodedOne) {
    // Goal: body is decoded, wire_body is what came; chunked transfer is undone; an empty coded body is no error.
    const std::string packed = gzip_compress(std::string(300'000, 'j'));
    const LoopbackServer server([&](const std::string& request) -> std::string {
        if (request.find("/empty") != std::string::npos) {
            return LoopbackServer::ok("", "Content-Encoding: gzip\r\n");
        }
        if (request.find("/chunked") != std::string::npos) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: "
                   "t\r\n\r\n";
        }
        return LoopbackServer::ok(packed, "Content-Encoding: gzip\r\n");
    });
    const auto coded = get(server.url() + "/gzip");
    ASSERT_TRUE(coded.has_value()) << coded.error().to_string();
    EXPECT_EQ(coded->body, std::string(300'000, 'j'));
    EXPECT_EQ(coded->wire_body, packed);
    EXPECT_EQ(coded->received_body(), packed);
    EXPECT_EQ(get(server.url() + "/chunked")->body, "abcdefg");
    EXPECT_EQ(get(server.url() + "/empty")->body, "");
}

TEST_F(CurlHttpTest, NamesEveryFailure) {
    // Goal: each way to have no response has its code; none shows the query.
    const std::string packed = gzip_compress(std::string(100'000, 'j'));
    const LoopbackServer server([&](const std::string& request) -> std::string {
        const auto asks = [&](const char* path) { return request.find(path) != std::string::npos; };
        if (asks("/cut")) {
            return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nshort";
        }
        if (asks("/head")) {
            return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Ty";
        }
        if (asks("/line")) {
            return "HTTP/1.1 200 OK\r\nConnection: close\r\n";
        }
        if (asks("/chunk")) {
            return "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort";
        }
        if (asks("/large")) {
            return "HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\nConnection: close\r\n\r\n" +
                   std::string(70'000, 'x');
        }
        if (asks("/bomb")) {
            return LoopbackServer::ok(packed, "Content-Encoding: gzip\r\n");
        }
        if (asks("/broken")) {
            return LoopbackServer::ok("no gzip", "Content-Encoding: gzip\r\n");
        }
        if (asks("/smtp")) {
            return "220 mail ready\r\nConnection: close\r\n";
        }
        return "";
    });
    struct Case {
        std::string url;
        ErrorCode code;
        const char* message;
    };
    const std::string closed = "http://127.0.0.1:" + std::to_string(testing::closed_port());
    const Case cases[] = {
        {server.url() + "/cut", ErrorCode::unavailable, " was cut off after 5 bytes"},
        {server.url() + "/head", ErrorCode::unavailable, "cut off inside its headers"},
        {server.url() + "/line", ErrorCode::unavailable, "cut off inside its headers"},
        {server.url() + "/chunk", ErrorCode::unavailable, "cut off"},
        {server.url() + "/large", ErrorCode::invalid_data, "over the limit of 65536 bytes"},
        {server.url() + "/bomb", ErrorCode::invalid_data, "over the limit of 65536 bytes"},
        {server.url() + "/broken", ErrorCode::invalid_data, "broken or cut off"},
        {server.url() + "/smtp", ErrorCode::unavailable, "HTTP"},
        {server.url() + "/nothing", ErrorCode::unavailable, "without an answer"},
        {closed, ErrorCode::unavailable, "cannot connect"},
        {"http://name.invalid/", ErrorCode::unavailable, "cannot resolve the name of the host name.invalid"},
        {"https://127.0.0.1:" + std::to_string(server.port()), ErrorCode::unavailable, "TLS"},
        {"ftp://127.0.0.1/x", ErrorCode::invalid_config, "neither http nor https"},
        {"http://127.0.0.1:99999999/", ErrorCode::invalid_config, "not valid"},
        {"http://a\r\nb/", ErrorCode::invalid_config, "line break"},
    };
    for (const Case& c : cases) {
        const auto got = get(c.url + "?token=s3cr3t", {.body_size_bytes_max = 65'536});
        ASSERT_FALSE(got.has_value()) << c.url;
        EXPECT_EQ(got.error().code(), c.code) << c.url << ": " << got.error().to_string();
        EXPECT_THAT(got.error().to_string(), HasSubstr(c.message)) << c.url;
        EXPECT_THAT(got.error().to_string(), Not(HasSubstr("s3cr3t"))) << c.url;
    }
}

TEST_F(CurlHttpTest, RefusesHeadersThatWouldSplitTheRequest) {
    // Goal: no header value can add a header or a request of its own, and the error does not show it.
    CurlHttp http({}, clock_);
    for (const char* value : {"a\r\nX-Admin: 1", "a\nb"}) {
        HttpRequest request{.url = "http://127.0.0.1:1/"};
        request.headers.add("Authorization", value);
        const auto got = http.send(request, soon());
        ASSERT_FALSE(got.has_value());
        EXPECT_EQ(got.error().code(), ErrorCode::invalid_config);
        EXPECT_EQ(got.error().fact("header"), "Authorization");
        EXPECT_THAT(got.error().to_string(), Not(HasSubstr("X-Admin")));
    }
}

TEST_F(CurlHttpTest, HonoursTheDeadline) {
    // Goal: a server that never answers ends with deadline_exceeded; a passed deadline sends nothing.
    const LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal"; });
    CurlHttp http({}, clock_);
    const auto short_time = Deadline::after(clock_.monotonic(), std::chrono::milliseconds(50));
    EXPECT_EQ(http.send({.url = server.url()}, short_time).error().code(), ErrorCode::deadline_exceeded);
    const std::size_t sent = server.requests().size();
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(http.send({.url = server.url()}, short_time).error().code(), ErrorCode::deadline_exceeded);
    EXPECT_EQ(server.requests().size(), sent);
}

TEST_F(CurlHttpTest, ARequestWithoutADeadlineHasALimit) {
    const LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"; });
    CurlHttpOptions options;
    options.request_time_max = std::chrono::seconds(1);
    CurlHttp http(options, clock_);
    const auto got = http.send({.url = server.url()}, Deadline::never());
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code(), ErrorCode::deadline_exceeded) << got.error().to_string();
}

TEST_F(CurlHttpTest, IsGivenUpWhenItIsAborted) {
    // Goal: a host that never ends its answer does not keep a program from ending. Method: half a body, then silence.
    const LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"; });
    CurlHttpOptions options;
    int asked = 0;
    options.is_aborted = [&asked] { return ++asked > 1; };
    const auto got = get(server.url() + "/", options);
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code(), ErrorCode::cancelled) << got.error().to_string();
}

TEST_F(CurlHttpTest, FollowsRedirectsWithoutGivingCredentialsAway) {
    // Goal: a redirect to another port loses Authorization; the final URL is told; an endless one ends.
    const LoopbackServer other([](const std::string&) { return LoopbackServer::ok("there"); });
    const LoopbackServer server([&](const std::string& request) -> std::string {
        const bool is_endless = request.find("/endless") != std::string::npos;
        const std::string target = is_endless ? "/endless" : other.url() + "/new";
        return "HTTP/1.1 302 Found\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n";
    });
    CurlHttp http({}, clock_);
    HttpRequest request{.method = "POST", .url = server.url() + "/old", .body = "x"};
    request.headers.add("Authorization", "Bearer s3cr3t");
    auto got = http.send(request, soon());
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_EQ(got->url, other.url() + "/new");
    EXPECT_EQ(got->body, "there");
    EXPECT_THAT(other.requests().at(0), Not(HasSubstr("s3cr3t")));
    EXPECT_THAT(other.requests().at(0), HasSubstr("GET /new HTTP"));
    request.is_following_redirects = false;
    EXPECT_EQ(http.send(request, soon())->status, 302);
    EXPECT_EQ(http.send({.url = server.url() + "/endless"}, soon()).error().code(), ErrorCode::invalid_data);
}

TEST_F(CurlHttpTest, RewritesWhereRequestsGo) {
    // Goal: every hop goes to the rewritten place while URLs stay what they were.
    const LoopbackServer server([](const std::string& request) -> std::string {
        if (request.find("/first") != std::string::npos) {
            return "HTTP/1.1 302 Found\r\nLocation: https://b.example/second?x=1\r\nContent-Length: 0\r\n\r\n";
        }
        return LoopbackServer::ok("done");
    });
    const auto got = get("https://a.example:8443/first", {.rewrite = server.url() + "/{host}"});
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_EQ(got->url, "https://b.example/second?x=1");
    EXPECT_THAT(server.requests().at(0), HasSubstr("GET /a.example:8443/first HTTP"));
    EXPECT_THAT(server.requests().at(1), HasSubstr("GET /b.example/second?x=1 HTTP"));
}

TEST_F(CurlHttpTest, ReusesMemoryThatIsGivenBack) {
    // Goal: a recycled buffer serves the next body, and a shorter body does not show the longer one before it.
    const LoopbackServer server([](const std::string& request) {
        return LoopbackServer::ok(request.find("/long") != std::string::npos ? std::string(100'000, 'l') : "s");
    });
    CurlHttp http({}, clock_);
    auto first = http.send({.url = server.url() + "/long"}, soon());
    ASSERT_TRUE(first.has_value());
    const char* const memory = first->body.data();
    http.recycle(std::move(*first));
    const auto second = http.send({.url = server.url() + "/short"}, soon());
    EXPECT_EQ(second->body, "s");
    EXPECT_EQ(second->body.data(), memory);
}

TEST_F(CurlHttpTest, GoesOnAfterAHostThatDoesNotResolve) {
    // Goal: a failed name look-up leaves the handle usable. libcurl then refuses to change its buffer's size.
    CurlHttp http({}, clock_);
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto got = http.send({.url = "http://no-such-host.invalid/"}, soon());
        ASSERT_FALSE(got.has_value());
        EXPECT_EQ(got.error().code(), ErrorCode::unavailable) << "attempt " << attempt;
        EXPECT_EQ(got.error().fact("host"), "no-such-host.invalid");
    }
    const LoopbackServer server([](const std::string&) { return LoopbackServer::ok("there"); });
    EXPECT_EQ(http.send({.url = server.url()}, soon()).value().body, "there");
}

TEST_F(CurlHttpTest, RefusesADeclaredLengthBeforeTheBody) {
    // Goal: a page of 2 GB is refused by its header, though hardly a byte of it ever comes.
    const LoopbackServer server([](const std::string&) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\nConnection: close\r\n\r\n{";
    });
    const auto got = get(server.url());
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code(), ErrorCode::invalid_data) << got.error().to_string();
    EXPECT_THAT(got.error().message(), HasSubstr("1073741824"));
}

TEST_F(CurlHttpTest, ServesSeveralThreadsAtOnce) {
    // Goal: one object, four threads, each gets its own answers.
    const LoopbackServer server(
        [](const std::string& request) { return LoopbackServer::ok(request.substr(5, request.find(' ', 5) - 5)); });
    CurlHttp http({}, clock_);
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 25; ++k) {
                const std::string name = std::to_string(i) + "-" + std::to_string(k);
                const auto got = http.send({.url = server.url() + "/" + name}, soon());
                right += got.has_value() && got->body == name ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 100);
}

}  // namespace
}  // namespace levada
