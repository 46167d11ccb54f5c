#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

class Decoder;

/// JSON texts, one per body that a decoder found in a response. Views point into the response or into `owned`.
/// Reused from page to page: clear() keeps the memory.
struct BodyList {
    std::vector<std::string_view> bodies;
    /// Text made by decoders that do not find JSON in place; a pointer stays valid when more are added.
    std::vector<std::unique_ptr<std::string>> owned;
    /// True when the bytes of `bodies` were already checked to be JSON.
    bool is_valid_json = false;
    /// True when the text was no JSON and an empty mapping stands in its place.
    bool is_stand_in = false;
    /// Why decoding stopped behind the last body; what was decoded before counts.
    std::optional<Error> failure;

    /// The failure, for those who have read all bodies.
    Result<void> end() const { return failure ? Result<void>(*failure) : Result<void>(); }
    void clear();
    /// Keeps `text` and lists it as one body.
    void add_owned(std::string text);
};

/// A response on its way through selector and paginator: what the server sent, decoded at most once per decoder.
/// Not thread-safe: belongs to one reader.
class Response {
public:
    explicit Response(HttpResponse http);
    Response(const Response&) = delete;
    Response& operator=(const Response&) = delete;
    Response(Response&&) noexcept;
    Response& operator=(Response&&) noexcept;
    ~Response();

    const HttpResponse& http() const { return *http_; }
    /// The request that was answered, when the requester noted it.
    const HttpRequest* request() const { return request_.get(); }
    void note_request(HttpRequest request) { request_ = std::make_unique<HttpRequest>(std::move(request)); }
    /// Python's bool(response): status below 400. A falsy response gives no records and ends its slice's pagination.
    bool is_ok() const;
    /// The bodies as `decoder` gives them; decoded once, then remembered. A decoder's
    /// error is in the list, behind the bodies before it.
    Result<const BodyList*> bodies(const Decoder& decoder);
    /// The first body as JSON text, "{}" when there is none: what templates see as `response`.
    Result<std::string_view> first_body(const Decoder& decoder);
    /// Headers as templates see them: names as sent. `link` holds the parsed Link header when `with_links`.
    enum class Links : std::uint8_t { absent, parsed };
    Json headers(Links links) const;

    /// A filter of the error handler looked at the body: of a response that the CDK streams nothing is left to decode.
    void note_body_read() { is_body_read_ = true; }

    /// Gives the response back (Http::recycle); views into it end.
    HttpResponse release();

    /// True when a decoder that was asked found no JSON and went on with an empty mapping.
    bool was_no_json() const { return bodies_.is_stand_in; }

    /// How many records the extractor found, before filters; -1 until known.
    std::int64_t extracted_count = -1;

private:
    std::unique_ptr<HttpResponse> http_;  // Views into the body survive a move.
    std::unique_ptr<HttpRequest> request_;
    BodyList bodies_;
    const void* decoded_by_ = nullptr;
    bool is_body_read_ = false;
    std::unique_ptr<HttpResponse> rest_;  // What is left of a streamed response whose body was read.
};

}  // namespace levada::airbyte
