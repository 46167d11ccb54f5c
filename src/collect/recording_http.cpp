#include "levada/collect/recording_http.h"

#include "levada/ports/redirects.h"
#include "levada/ports/storage_fact.h"

namespace levada {
namespace {

// The headers of a body that was redacted: it is not coded any more and has another length.
void describe_redacted_body(HttpHeaders& headers, std::size_t size_bytes) {
    headers.erase("Content-Encoding");
    headers.erase("Transfer-Encoding");
    headers.set("Content-Length", std::to_string(size_bytes));
}

// What of an exchange is kept, with the memory that the views of WarcExchange point into.
struct KeptExchange {
    std::string url;
    std::string request_body{};
    HttpHeaders request_headers;
    HttpHeaders response_headers{};
    std::string response_body{};
    std::string error{};
};

}  // namespace

RecordingHttp::RecordingHttp(Http& inner, RawZone& zone, const Redaction& redaction, const Clock& clock)
    : inner_(inner), zone_(zone), redaction_(redaction), clock_(clock) {}

Result<HttpResponse> RecordingHttp::send(const HttpRequest& request, Deadline deadline) {
    return send_following_redirects(request, [&](const HttpRequest& hop) { return send_once(hop, deadline); });
}

Result<HttpResponse> RecordingHttp::send_once(const HttpRequest& request, Deadline deadline) {
    const Instant when = clock_.now();
    HttpRequest hop;
    const HttpRequest* sent = &request;
    if (request.is_following_redirects) {
        hop = request;
        hop.is_following_redirects = false;
        sent = &hop;
    }
    Result<HttpResponse> response = inner_.send(*sent, deadline);
    LEVADA_CHECK(keep(request, response, when));
    return response;
}

Status RecordingHttp::keep(const HttpRequest& request, Result<HttpResponse>& response, Instant when) {
    const bool is_authentication = redaction_.is_authentication(request);
    KeptExchange kept{.url = redaction_.url(request.original_url.empty() ? request.url : request.original_url),
                      .request_headers = redaction_.headers(request.headers)};
    if (request.body.has_value()) {
        kept.request_body =
            is_authentication ? redaction_.authentication_request_body(*request.body) : redaction_.text(*request.body);
        kept.request_headers.erase("Content-Length");
    }
    WarcExchange exchange{.when = when,
                          .method = request.method,
                          .url = kept.url,
                          .request_headers = &kept.request_headers,
                          .request_body = kept.request_body};
    if (response.has_value()) {
        kept.response_headers = redaction_.headers(response->headers);
        exchange.response_body = response->received_body();
        if (is_authentication) {
            kept.response_body = redaction_.authentication_response_body(response->body);
            describe_redacted_body(kept.response_headers, kept.response_body.size());
            exchange.response_body = kept.response_body;
        }
        exchange.status = response->status;
        exchange.response_headers = &kept.response_headers;
    } else {
        kept.error = redaction_.text(response.error().message());
        exchange.error = kept.error;
        exchange.error_code = to_string(response.error().code());
    }
    Result<std::string> kept_at = zone_.append(request.stream, exchange);
    if (!kept_at.has_value()) {
        // Ours, not the API's: asking again would not help.
        return kept_at.error().with(kStorageFact, "raw zone");
    }
    if (response.has_value()) {
        response->raw_object = std::move(*kept_at);
    }
    return ok();
}

void RecordingHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

}  // namespace levada
