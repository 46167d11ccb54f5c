#include "levada/collect/replay_http.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"
#include "levada/collect/warc_writer.h"

namespace levada {
namespace {

class ReplayHttpTest : public ::testing::Test {
protected:
    void record(std::string_view url, std::string_view body, const HttpHeaders& headers = {}, int status = 200) {
        const HttpHeaders none;
        writer_.append_exchange(file_,
                                {.when = Instant(),
                                 .method = "GET",
                                 .url = url,
                                 .request_headers = &none,
                                 .status = status,
                                 .response_headers = &headers,
                                 .response_body = body});
    }
    Result<HttpResponse> get(ReplayHttp& http, const std::string& url) {
        HttpRequest request;
        request.url = url;
        request.stream = "s";
        return http.send(request, Deadline::never());
    }

    WarcWriter writer_{"key", RawCompression::fast};
    std::string file_;
    Redaction redaction_{{Secret("t0ken")}};
};

TEST_F(ReplayHttpTest, AnswersAsTheApiDid) {
    HttpHeaders coded;
    coded.add("Content-Encoding", "gzip");
    HttpHeaders moved;
    moved.add("Location", "/new");
    record("https://a.example/p?to=2026-01-01T00:00:00Z", "one");
    record("https://a.example/p?to=2026-01-01T00:01:00Z", "two");
    record("https://a.example/REDACTED/z", gzip_compress("packed"), coded);
    record("https://a.example/old", "", moved, 302);
    record("https://a.example/new", "here");
    record("https://a.example/busy", "", {}, 503);
    record("https://a.example/busy", "ready");
    ReplayIndex index({.matching = ReplayMatching::times_only});
    ASSERT_EQ(index.add(bytes_in_memory(file_), {.key = "raw/p/s/r/000001.warc.gz"}).value(), 7U);
    ReplayHttp http(index, redaction_);
    EXPECT_EQ(get(http, "https://a.example/p?to=2026-01-01T00:01:00Z")->body, "two");
    EXPECT_EQ(http.last_place("s").find("raw/p/s/r/000001.warc.gz#"), 0U) << http.last_place("s");
    EXPECT_EQ(get(http, "https://a.example/p?to=2026-01-01T00:00:02Z")->body, "one") << "two seconds later";
    EXPECT_EQ(get(http, "https://a.example/t0ken/z")->body, "packed") << "without the secret, decoded";
    EXPECT_EQ(get(http, "https://a.example/old")->body, "here") << "redirects are followed in the recording";
    EXPECT_EQ(get(http, "https://a.example/busy")->status, 503);
    EXPECT_EQ(get(http, "https://a.example/busy")->body, "ready") << "in the order of recording";
    EXPECT_FALSE(http.first_miss().has_value());
    index.rewind();
    EXPECT_EQ(get(http, "https://a.example/busy")->status, 503) << "from the first again";
    std::vector<std::string> misses;
    http.on_first_miss([&misses](const Error& miss) { misses.push_back(std::string(miss.fact("url"))); });
    EXPECT_EQ(get(http, "https://a.example/p?page=2").error().code(), ErrorCode::not_found);
    EXPECT_EQ(get(http, "https://a.example/p?page=3").error().code(), ErrorCode::not_found);
    EXPECT_EQ(misses, std::vector<std::string>{"https://a.example/p?page=2"});
    ASSERT_TRUE(http.first_miss().has_value());
    EXPECT_NE(http.first_miss()->to_string().find("GET /p"), std::string::npos) << http.first_miss()->to_string();
}

TEST_F(ReplayHttpTest, FailsAsTheApiDid) {
    // Goal: a request that got no response fails in the same way, and what was asked after it is answered; one that
    // ended with its run was not recorded to its end.
    const HttpHeaders none;
    const auto record_failure = [&](std::string_view url, std::string_view error, std::string_view code) {
        writer_.append_exchange(file_,
                                {.when = Instant(),
                                 .method = "GET",
                                 .url = url,
                                 .request_headers = &none,
                                 .error = error,
                                 .error_code = code});
    };
    record_failure("https://a.example/p", "the connection broke", "unavailable");
    record("https://a.example/p", "one");
    record_failure("https://a.example/q", "not allowed", "invalid_config");
    record_failure("https://a.example/r", "told to end", "cancelled");
    ReplayIndex index({.matching = ReplayMatching::times_only});
    ASSERT_EQ(index.add(bytes_in_memory(file_)).value(), 3U);
    ReplayHttp http(index, redaction_);
    const auto broken = get(http, "https://a.example/p");
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().to_string(), "unavailable: the connection broke");
    EXPECT_EQ(get(http, "https://a.example/p")->body, "one");
    EXPECT_EQ(get(http, "https://a.example/q").error().code(), ErrorCode::invalid_config);
    EXPECT_FALSE(http.first_miss().has_value());
    EXPECT_EQ(get(http, "https://a.example/r").error().code(), ErrorCode::not_found);
    EXPECT_TRUE(http.first_miss().has_value());
    ReplayIndex server({});
    EXPECT_EQ(server.add(bytes_in_memory(file_)).value(), 1U) << "a server answers what was answered";
}

}  // namespace
}  // namespace levada
