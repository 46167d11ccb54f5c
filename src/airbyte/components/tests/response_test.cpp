#include "levada/airbyte/components/response.h"

#include <utility>

#include <gtest/gtest.h>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// Gives the body's halves around a bar, and fails behind them when the body ends in "!".
class HalvesDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        ++calls;
        const std::string_view body = response.body;
        const std::size_t bar = body.find('|');
        out.bodies.push_back(body.substr(0, bar));
        if (body.back() == '!') {
            return Error(ErrorCode::invalid_data, "broken behind the first half");
        }
        out.bodies.push_back(body.substr(bar + 1));
        return {};
    }
    mutable int calls = 0;
};

HttpResponse response_of(int status, std::string body) {
    HttpResponse http;
    http.status = status;
    http.body = std::move(body);
    return http;
}

TEST(Response, DecodesOncePerDecoder) {
    Response response(response_of(200, "1|2"));
    const HalvesDecoder decoder;
    EXPECT_EQ(response.bodies(decoder).value()->bodies.size(), 2U);
    EXPECT_EQ(response.first_body(decoder).value(), "1");
    EXPECT_EQ(decoder.calls, 1);
    Response moved(std::move(response));
    EXPECT_EQ(moved.bodies(decoder).value()->bodies[1], "2") << "views survive a move";
}

TEST(Response, BodiesBeforeAFailureCount) {
    Response response(response_of(200, "1|!"));
    const HalvesDecoder decoder;
    const BodyList* list = response.bodies(decoder).value();
    ASSERT_EQ(list->bodies.size(), 1U);
    EXPECT_FALSE(list->end().has_value());
    EXPECT_EQ(response.first_body(decoder).value(), "1");
}

TEST(Response, StatusAndHeaders) {
    HttpResponse http = response_of(404, "x");
    http.headers.add("X-A", "1");
    http.headers.add("X-A", "2");
    http.headers.add("Link", "<u>; rel=next");
    const Response response(std::move(http));
    EXPECT_FALSE(response.is_ok());
    EXPECT_TRUE(Response(response_of(399, "")).is_ok());
    const Json headers = response.headers(Response::Links::parsed);
    EXPECT_EQ(headers.find("X-A")->as_string(), "1, 2");
    EXPECT_EQ(headers.find_path({"link", "next", "url"})->as_string(), "u");
    EXPECT_FALSE(response.headers(Response::Links::absent).contains("link"));
}

/// As HalvesDecoder, of a response that the CDK streams.
class StreamedDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        out.bodies.push_back(response.body);
        return ok();
    }
    bool is_streaming() const override { return true; }
};

TEST(Response, NothingIsLeftOfAStreamThatWasRead) {
    // Goal: what an error handler has read of a streamed response is gone. Source: requests, Response.raw.
    const StreamedDecoder streamed;
    const HalvesDecoder whole;
    Response response(response_of(200, "1|2"));
    response.note_body_read();
    EXPECT_EQ(response.first_body(streamed).value(), "");
    EXPECT_EQ(response.first_body(whole).value(), "1");
    Response unread(response_of(200, "1|2"));
    EXPECT_EQ(unread.first_body(streamed).value(), "1|2");
}

}  // namespace
}  // namespace levada::airbyte
