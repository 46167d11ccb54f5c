#include "levada/collect/replay_index.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"
#include "levada/collect/warc_writer.h"

namespace levada {
namespace {

class Recording {
public:
    Recording&& add(std::string_view method,
                    std::string_view url,
                    std::string_view request_body,
                    std::string_view answer) && {
        HttpHeaders headers;
        headers.add("Content-Type", "application/json");
        writer_.append_exchange(file_,
                                {.when = Instant(),
                                 .method = method,
                                 .url = url,
                                 .request_headers = &headers,
                                 .request_body = request_body,
                                 .status = 200,
                                 .response_headers = &headers,
                                 .response_body = answer,
                                 .error = {}});
        return std::move(*this);
    }
    const std::string& file() const { return file_; }

private:
    WarcWriter writer_{"key", RawCompression::fast};
    std::string file_;
};

TEST(ReplayIndex, FindsTheNearestRecordingInOrder) {
    // Goal: exact first, then without ignored parameters, then without the body; credentials never count.
    const Recording recording = Recording()
                                    .add("GET", "https://a.example/p?page=1&t=100", "", "one")
                                    .add("GET", "https://a.example/p?page=2&t=101", "", "two")
                                    .add("GET", "https://a.example/p?t=102&page=2", "", "two exact")
                                    .add("POST", "https://a.example/p", "{\"a\":1}", "posted 1")
                                    .add("POST", "https://a.example/p", "{\"a\":2}", "posted 2")
                                    .add("GET", "https://b.example/p?page=1&api_key=REDACTED", "", "other host");
    ReplayIndex index({.ignored_query_parameters = {"t"}});
    ASSERT_EQ(*index.add(bytes_in_memory(recording.file())), 6U);
    struct Case {
        const char* name;
        ReplayIndex::Question question;
        const char* want;
    };
    const Case cases[] = {
        {"exact", {.host = "a.example", .path = "/p", .query = "page=1&t=100"}, "one"},
        {"order of parameters", {.host = "a.example", .path = "/p", .query = "t=100&page=1"}, "one"},
        {"an ignored parameter differs", {.host = "a.example", .path = "/p", .query = "page=1&t=7"}, "one"},
        {"exact before ignored", {.host = "a.example", .path = "/p", .query = "page=2&t=102"}, "two exact"},
        {"the body counts", {.method = "POST", .host = "a.example", .path = "/p", .body = "{\"a\":2}"}, "posted 2"},
        {"another body", {.method = "POST", .host = "a.example", .path = "/p", .body = "{\"a\":3}"}, "posted 1"},
        {"a credential", {.host = "b.example", .path = "/p", .query = "page=1&api_key=real"}, "other host"},
        {"host in capitals", {.host = "B.example", .path = "/p", .query = "page=1&api_key=x"}, "other host"},
        {"no host", {.path = "/p", .query = "api_key=x&page=1"}, "other host"},
    };
    for (const Case& c : cases) {
        const auto got = index.find(c.question);
        ASSERT_TRUE(got.has_value()) << c.name << ": " << got.error().to_string();
        EXPECT_EQ(got->body, c.want) << c.name;
    }
    EXPECT_TRUE(index.has_host("A.EXAMPLE"));
    EXPECT_FALSE(index.has_host("p"));
}

TEST(ReplayIndex, SaysWhatWasNearWhenNothingMatches) {
    // Goal: not_found with a hint.
    ReplayIndex index({});
    const Recording recording = Recording().add("GET", "https://a.example/posts?page=1", "", "x");
    ASSERT_TRUE(index.add(bytes_in_memory(recording.file())).has_value());
    const auto got = index.find({.host = "a.example", .path = "/posts", .query = "page=3"});
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code(), ErrorCode::not_found);
    EXPECT_NE(got.error().hint().find("GET /posts?page=1"), std::string_view::npos) << got.error().to_string();
}

TEST(ReplayIndex, RepeatedRequestsGetTheirAnswersInOrder) {
    // Goal: polling is replayed as it was; the last answer stays.
    ReplayIndex index({});
    const Recording recording =
        Recording().add("GET", "http://a.example/job", "", "running").add("GET", "http://a.example/job", "", "done");
    ASSERT_TRUE(index.add(bytes_in_memory(recording.file())).has_value());
    const ReplayIndex::Question question{.host = "a.example", .path = "/job"};
    EXPECT_EQ(index.find(question)->body, "running");
    EXPECT_EQ(index.find(question)->body, "done");
    EXPECT_EQ(index.find(question)->body, "done");
    index.rewind();
    EXPECT_EQ(index.find(question)->body, "running");
}

TEST(ReplayIndex, AStreamGetsWhatWasRecordedForIt) {
    // Goal: two streams that asked the same each get their own answers, in order; a third one gets any.
    ReplayIndex index({.matching = ReplayMatching::times_only});
    for (const std::string stream : {"a", "b"}) {
        const Recording recording = Recording()
                                        .add("GET", "http://a.example/all?x=1", "", stream + "1")
                                        .add("GET", "http://a.example/all?x=1", "", stream + "2");
        ASSERT_TRUE(index.add(bytes_in_memory(recording.file()), {.key = stream, .stream = stream}).has_value());
    }
    const auto ask = [&index](const char* stream) {
        return index.find({.host = "a.example", .path = "/all", .query = "x=1", .stream = stream})->body;
    };
    EXPECT_EQ(ask("b"), "b1");
    EXPECT_EQ(ask("a"), "a1");
    EXPECT_EQ(ask("b"), "b2");
    EXPECT_EQ(ask("b"), "b2") << "the last is repeated, however many are left of others";
    EXPECT_EQ(ask("other"), "a2") << "the first that nobody got";
}

TEST(ReplayIndex, TimesThatDifferFindTheNearestRequest) {
    // Goal: only times may differ; each recorded answer is given to one request, as often as that is asked: a window
    // that was never asked for does not get what another one had.
    const Recording recording = Recording()
                                    .add("GET", "http://a.example/p?to=2026-01-01T00:00:00Z&page=1", "", "first")
                                    .add("GET", "http://a.example/p?to=2026-01-01T00:00:10Z&page=1", "", "second");
    ReplayIndex index({.matching = ReplayMatching::times_only});
    ASSERT_TRUE(index.add(bytes_in_memory(recording.file())).has_value());
    const auto ask = [&index](const char* query) {
        const auto got = index.find({.host = "a.example", .path = "/p", .query = query});
        return got ? got->body : std::string(to_string(got.error().code()));
    };
    EXPECT_EQ(ask("page=1&to=2026-01-01T00:00:07Z"), "second");
    EXPECT_EQ(ask("page=1&to=2026-01-01T00:00:08Z"), "first");
    EXPECT_EQ(ask("page=1&to=2026-01-01T00:00:08Z"), "first") << "asked again";
    EXPECT_EQ(ask("page=1&to=2026-01-01T00:00:09Z"), "not_found") << "all were given";
    EXPECT_EQ(ask("page=2&to=2026-01-01T00:00:00Z"), "not_found");
    EXPECT_EQ(ask("page=1&to=2026-01-01T00:00:07Z"), "second");
    EXPECT_EQ(ask("page=1"), "not_found");
    const Recording tried_again = Recording()
                                      .add("GET", "http://a.example/q?to=2026-01-01", "", "busy")
                                      .add("GET", "http://a.example/q?to=2026-01-01", "", "ready");
    ASSERT_TRUE(index.add(bytes_in_memory(tried_again.file())).has_value());
    for (const char* want : {"busy", "ready", "ready"}) {
        EXPECT_EQ(index.find({.host = "a.example", .path = "/q", .query = "to=2026-01-02"})->body, want)
            << "a request that was sent again goes on to the next answer";
    }
}

TEST(ReplayIndex, ReadsRecordingsOfOtherPrograms) {
    // Goal: response before request, pairing by the response's reference or by URL alone, chunked bodies.
    const auto record = [](const std::string& fields, const std::string& block) {
        return "WARC/1.0\r\n" + fields + "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block +
               "\r\n\r\n";
    };
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
    const std::string mislabelled = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nplain";
    const std::string request = "GET / HTTP/1.1\r\n\r\n";
    const std::string file =
        record("WARC-Type: response\r\nWARC-Record-ID: <1>\r\nWARC-Target-URI: http://a.example/1", chunked) +
        record(
            "WARC-Type: request\r\nWARC-Record-ID: <2>\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Concurrent-To: "
            "<1>",
            request) +
        record("WARC-Type: request\r\nWARC-Record-ID: <3>\r\nWARC-Target-URI: http://a.example/2", request) +
        record(
            "WARC-Type: response\r\nWARC-Record-ID: <4>\r\nWARC-Concurrent-To: <3>\r\nWARC-Target-URI: "
            "http://a.example/2",
            mislabelled) +
        record("WARC-Type: request\r\nWARC-Record-ID: <5>\r\nWARC-Target-URI: http://a.example/3", request) +
        record("WARC-Type: response\r\nWARC-Record-ID: <6>\r\nWARC-Target-URI: http://a.example/3",
               "HTTP/1.1 201 OK\r\n\r\nthree");
    ReplayIndex index({});
    ASSERT_EQ(*index.add(bytes_in_memory(gzip_compress(file))), 3U) << "one member with all records";
    ReplayIndex plain({});
    ASSERT_EQ(*plain.add(bytes_in_memory(file)), 3U);
    EXPECT_EQ(plain.find({.path = "/1"})->body, "abcd");
    EXPECT_EQ(plain.find({.path = "/2"})->body, "plain");
    EXPECT_EQ(plain.find({.path = "/3"})->status, 201);
    EXPECT_FALSE(plain.find({.path = "/1"})->headers.find("Transfer-Encoding").has_value());
}

TEST(ReplayIndex, AFileWithoutExchangesIsRefused) {
    // Goal: not_found for nothing to serve, the reader's error for what is no WARC.
    ReplayIndex index({});
    EXPECT_EQ(index.add(bytes_in_memory("")).error().code(), ErrorCode::not_found);
    EXPECT_EQ(index.add(bytes_in_memory("hello")).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(index.exchange_count(), 0U);
}

}  // namespace
}  // namespace levada
