#include "levada/collect/replay_http.h"

#include <utility>

#include "levada/base/gzip.h"
#include "levada/base/text.h"
#include "levada/base/url.h"
#include "levada/collect/raw_zone.h"
#include "levada/ports/redirects.h"

namespace levada {
namespace {

/// Undoes one content coding. Errors: invalid_data.
Result<std::string> decoded(std::string_view coding, std::string_view body) {
    if (coding.empty() || coding == "identity") {
        return std::string(body);
    }
    if (coding == "gzip" || coding == "x-gzip") {
        return inflate(body, Compression::gzip, kHttpBodySizeBytesMax);
    }
    if (coding == "deflate") {
        Result<std::string> framed = inflate(body, Compression::zlib, kHttpBodySizeBytesMax);
        return framed.has_value() ? framed : inflate(body, Compression::raw_deflate, kHttpBodySizeBytesMax);
    }
    return Error(ErrorCode::invalid_data, "the recorded body has the content coding " + std::string(coding));
}

}  // namespace

Result<HttpResponse> ReplayHttp::send(const HttpRequest& request, Deadline /*deadline*/) {
    return send_following_redirects(request, [this](const HttpRequest& hop) { return answer(hop); });
}

Result<HttpResponse> ReplayHttp::answer(const HttpRequest& request) {
    const std::string shown = redaction_.url(request.original_url.empty() ? request.url : request.original_url);
    LEVADA_TRY(const Url url, parse_url(shown));
    ReplayIndex::Question question{
        .method = request.method, .host = url.authority(), .path = url.path, .query = url.query};
    question.stream = request.stream.empty() ? std::string(kConnectorStream) : request.stream;
    if (request.body.has_value()) {
        question.body = redaction_.is_authentication(request) ? redaction_.authentication_request_body(*request.body)
                                                              : redaction_.text(*request.body);
    }
    Result<ReplayIndex::Answer> found = index_.find(question);
    const std::lock_guard lock(mutex_);
    if (!found.has_value()) {
        const Error miss = Error(found.error()).with("url", shown);
        if (!first_miss_.has_value()) {
            first_miss_ = miss;
            if (told_) {
                told_(miss);
            }
        }
        return miss;
    }
    if (const std::optional<Error>& failure = found->failure; failure.has_value()) {
        return *failure;
    }
    HttpResponse response;
    response.status = found->status;
    response.url = request.url;
    response.raw_object = found->place;
    const auto coding = found->headers.find("Content-Encoding");
    LEVADA_TRY(response.body, decoded(to_lower(trim(coding.value_or(""))), found->body));
    response.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
    response.headers = std::move(found->headers);
    last_places_[request.stream] = response.raw_object;
    return response;
}

std::string ReplayHttp::last_place(const std::string& stream) const {
    const std::lock_guard lock(mutex_);
    const auto found = last_places_.find(stream);
    return found == last_places_.end() ? std::string() : found->second;
}

std::optional<Error> ReplayHttp::first_miss() const {
    const std::lock_guard lock(mutex_);
    return first_miss_;
}

}  // namespace levada
