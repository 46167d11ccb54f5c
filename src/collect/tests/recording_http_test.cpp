#include "levada/collect/recording_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "levada/base/gzip.h"
#include "levada/collect/warc_reader.h"
#include "levada/ports/storage_fact.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_object_store.h"
#include "levada/testing/scripted_http.h"

namespace levada {
namespace {

using ::testing::HasSubstr;
using testing::MemoryObjectStore;
using ::testing::Not;
using testing::ScriptedHttp;

class RecordingHttpTest : public ::testing::Test {
protected:
    // All blocks that were kept, one after another, uncompressed.
    std::string kept() {
        EXPECT_TRUE(zone_.publish_all().has_value());
        std::string all;
        const auto listed = store_.list("raw/", Deadline::never());
        for (const ObjectInfo& object : *listed) {
            const std::string file = *store_.get(object.key, Deadline::never());
            WarcReader reader(file);
            for (auto record = reader.next(); record.has_value() && record->has_value(); record = reader.next()) {
                all.append("\n--" + std::string((*record)->type()) + " " + std::string((*record)->target_uri()) + "\n" +
                           (*record)->block);
            }
        }
        return all;
    }

    testing::ManualClock clock_;
    MemoryObjectStore store_;
    RawZone zone_{store_, clock_, {.pipeline = "p", .run = "r"}};
    Redaction redaction_{{Secret("configured-secret")}};
};

TEST_F(RecordingHttpTest, KeepsTheBodyAsItCame) {
    // Goal: the coded body is kept, the caller gets the decoded one and the place; memory goes back to the inner one.
    const std::string wire = gzip_compress("hello");
    ScriptedHttp inner([&](const HttpRequest&) -> Result<HttpResponse> {
        HttpResponse response{.status = 200, .body = "hello", .wire_body = wire};
        response.headers.add("Content-Encoding", "gzip");
        return response;
    });
    RecordingHttp http(inner, zone_, redaction_, clock_);
    auto got = http.send({.url = "https://a.example/x", .stream = "posts"}, Deadline::never());
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->body, "hello");
    EXPECT_THAT(got->raw_object, HasSubstr("raw/p/posts/r/000001.warc.gz#"));
    http.recycle(std::move(*got));
    EXPECT_EQ(inner.recycled_count(), 1);
    EXPECT_THAT(kept(), HasSubstr(wire));
}

TEST_F(RecordingHttpTest, KeepsNoCredential) {
    // Goal: after a token request and a data request with credentials everywhere, no secret is in the raw zone.
    ScriptedHttp inner([](const HttpRequest& request) -> Result<HttpResponse> {
        HttpResponse response{.status = 200, .body = R"({"access_token":"issued-token"})"};
        if (!request.is_authentication) {
            response.body = R"([{"id":1}])";
        }
        response.headers.add("Set-Cookie", "session=cookie-secret");
        return response;
    });
    RecordingHttp http(inner, zone_, redaction_, clock_);
    HttpRequest login{.method = "POST", .url = "https://a.example/token?client_secret=query-secret"};
    login.body = "refresh_token=body-secret&x=1";
    login.is_authentication = true;
    ASSERT_TRUE(http.send(login, Deadline::never()).has_value());
    HttpRequest data{.method = "POST", .url = "https://a.example/configured-secret/x"};
    data.headers.add("Authorization", "Bearer issued-token");
    data.headers.add("X-Custom", "configured-secret");
    data.body = R"({"query":"configured-secret"})";
    ASSERT_TRUE(http.send(data, Deadline::never()).has_value());
    const std::string all = kept();
    for (const char* secret : {"issued-token", "cookie-secret", "query-secret", "body-secret", "configured-secret"}) {
        EXPECT_THAT(all, Not(HasSubstr(secret)));
    }
    EXPECT_THAT(all, HasSubstr(R"([{"id":1}])"));
    EXPECT_THAT(all, HasSubstr("refresh_token=REDACTED&x=1"));
    EXPECT_EQ(inner.requests()[1].headers.find("Authorization"), "Bearer issued-token")
        << "what is sent is not redacted";
}

TEST_F(RecordingHttpTest, KeepsEachHopOfARedirect) {
    // Goal: both responses are kept; the inner one is asked not to follow by itself.
    ScriptedHttp inner([](const HttpRequest& request) -> Result<HttpResponse> {
        HttpResponse response{.status = request.url == "http://a.example/1" ? 302 : 200, .body = request.url};
        response.headers.add("Location", "/2");
        return response;
    });
    RecordingHttp http(inner, zone_, redaction_, clock_);
    EXPECT_EQ(http.send({.url = "http://a.example/1"}, Deadline::never())->body, "http://a.example/2");
    EXPECT_FALSE(inner.requests()[0].is_following_redirects);
    const std::string all = kept();
    EXPECT_THAT(all, HasSubstr("HTTP/1.1 302 Found"));
    EXPECT_THAT(all, HasSubstr("--response http://a.example/2"));
}

TEST_F(RecordingHttpTest, KeepsFailuresAndShowsTheOriginalUrl) {
    // Goal: a request without a response is kept with its cause, under the URL before it was rewritten.
    ScriptedHttp inner([](const HttpRequest&) -> Result<HttpResponse> {
        return Error(ErrorCode::unavailable, "cannot connect with configured-secret");
    });
    RecordingHttp http(inner, zone_, redaction_, clock_);
    const auto got =
        http.send({.url = "http://127.0.0.1:1/x", .original_url = "https://a.example/x"}, Deadline::never());
    EXPECT_EQ(got.error().code(), ErrorCode::unavailable);
    EXPECT_THAT(kept(), HasSubstr("--metadata https://a.example/x\nerror: cannot connect with REDACTED"));
}

TEST_F(RecordingHttpTest, GivesNoResponseThatCouldNotBeKept) {
    // Goal: with a full disk the caller gets the error and not the page.
    ScriptedHttp inner([](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{.status = 200}; });
    RecordingHttp http(inner, zone_, redaction_, clock_);
    store_.set_disk(MemoryObjectStore::Disk::full);
    const auto got = http.send({.url = "http://a.example/"}, Deadline::never());
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(got.error().fact(kStorageFact), "raw zone");
}

}  // namespace
}  // namespace levada
