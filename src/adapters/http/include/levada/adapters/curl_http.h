#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada {

/// How CurlHttp talks; the defaults suit third-party APIs.
struct CurlHttpOptions {
    /// Largest body, on the wire and decoded.
    std::size_t body_size_bytes_max = kHttpBodySizeBytesMax;
    std::chrono::milliseconds connect_time_max{30'000};
    /// A response that makes no progress for so long is given up, whatever its deadline.
    std::chrono::seconds stall_time_max{300};
    /// Of a request whose sender sets no deadline.
    std::chrono::seconds request_time_max{3600};
    std::string user_agent = "levada";
    /// `http://127.0.0.1:8080/{host}`: where all requests go instead; `{host}` becomes the host (with its port) of the
    /// request, and path and query follow. Empty: requests go where they say. Redirects are rewritten as well.
    std::string rewrite{};
    /// A PEM file with the certificate authorities to trust instead of the system's; empty: the system's.
    std::string certificate_file{};
    /// Asked about once a second while a request is under way; true ends it with `cancelled`. May be empty; called on
    /// the sending thread.
    std::function<bool()> is_aborted{};
};

/// HTTP/1.1 and, over TLS, HTTP/2 by libcurl. Thread-safe: each call takes an idle handle, whose connections stay open.
/// Sends `Accept-Encoding: gzip, deflate` unless the request has its own, and decodes both.
class CurlHttp final : public Http {
public:
    /// Borrows `clock`, the one that deadlines are made with.
    CurlHttp(CurlHttpOptions options, const Clock& clock);
    ~CurlHttp() override;
    CurlHttp(const CurlHttp&) = delete;
    CurlHttp& operator=(const CurlHttp&) = delete;

    /// Errors: also cancelled, see CurlHttpOptions::is_aborted.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    struct Pool;
    Result<HttpResponse> send_once(const HttpRequest& request, Deadline deadline);
    Result<HttpResponse> decoded(HttpResponse response);

    CurlHttpOptions options_;
    const Clock& clock_;
    std::unique_ptr<Pool> pool_;
};

}  // namespace levada
