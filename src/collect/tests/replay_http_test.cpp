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

}  // namespace
}  // namespace levada
