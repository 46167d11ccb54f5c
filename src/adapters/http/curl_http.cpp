#include "levada/adapters/curl_http.h"

#include "content_decoding.h"
#include "curl_exchange.h"

#include <mutex>
#include <utility>
#include <vector>

#include "levada/base/text.h"
#include "levada/base/url.h"
#include "levada/ports/redirects.h"

namespace levada {
namespace {

constexpr std::size_t kIdleHandleCountMax = 64;
constexpr std::size_t kIdleBufferCountMax = 16;
// Larger ones go back to the system, so that one huge page does not stay in memory for ever.
constexpr std::size_t kIdleBufferSizeBytesMax = std::size_t{16} << 20;

// Where the request goes when all of them are sent elsewhere.
Result<std::string> rewritten(const std::string& rewrite, const std::string& url) {
    if (rewrite.empty()) {
        return url;
    }
    LEVADA_TRY(const Url parsed, parse_url(url));
    std::string target = replace_all(rewrite, "{host}", parsed.authority());
    target.append(parsed.path.empty() ? "/" : parsed.path);
    if (!parsed.query.empty()) {
        target.append("?").append(parsed.query);
    }
    return target;
}

std::string_view authority_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + 3;
    return url.substr(0, std::min(url.find_first_of("/?#", start), url.size()));
}

}  // namespace

struct CurlHttp::Pool {
    std::mutex mutex;
    std::vector<std::unique_ptr<CurlExchange>> handles;
    std::vector<std::string> buffers;

    // The handle that last spoke with that host, else the one used last, else a new one.
    std::unique_ptr<CurlExchange> take_handle(std::string_view authority) {
        const std::lock_guard lock(mutex);
        if (handles.empty()) {
            return std::make_unique<CurlExchange>();
        }
        auto found = std::find_if(
            handles.rbegin(), handles.rend(), [&](const auto& handle) { return handle->authority() == authority; });
        if (found == handles.rend()) {
            found = handles.rbegin();
        }
        std::unique_ptr<CurlExchange> handle = std::move(*found);
        handles.erase(std::next(found).base());
        return handle;
    }

    void give_handle(std::unique_ptr<CurlExchange> handle) {
        const std::lock_guard lock(mutex);
        if (handles.size() < kIdleHandleCountMax) {
            handles.push_back(std::move(handle));
        }
    }

    std::string take_buffer() {
        const std::lock_guard lock(mutex);
        if (buffers.empty()) {
            return {};
        }
        std::string buffer = std::move(buffers.back());
        buffers.pop_back();
        return buffer;
    }

    void give_buffer(std::string&& buffer) {
        const std::lock_guard lock(mutex);
        if (buffers.size() < kIdleBufferCountMax && buffer.capacity() <= kIdleBufferSizeBytesMax) {
            buffers.push_back(std::move(buffer));
        }
    }
};

CurlHttp::CurlHttp(CurlHttpOptions options, const Clock& clock)
    : options_(std::move(options)), clock_(clock), pool_(std::make_unique<Pool>()) {
    static std::once_flag once;
    std::call_once(once, [] { LEVADA_ASSERT(curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK); });
}

CurlHttp::~CurlHttp() = default;

Result<HttpResponse> CurlHttp::send(const HttpRequest& request, Deadline deadline) {
    return send_following_redirects(request, [&](const HttpRequest& hop) { return send_once(hop, deadline); });
}

Result<HttpResponse> CurlHttp::send_once(const HttpRequest& request, Deadline deadline) {
    const Monotonic now = clock_.monotonic();
    if (deadline.has_passed(now)) {
        return Error(ErrorCode::deadline_exceeded, "no time was left to send the request");
    }
    const auto time_max =
        deadline.is_never() ? std::chrono::nanoseconds(options_.request_time_max) : deadline.remaining(now);
    const HttpRequest* sent = &request;
    HttpRequest moved;
    if (!options_.rewrite.empty()) {
        moved = request;
        LEVADA_TRY(moved.url, rewritten(options_.rewrite, request.url));
        sent = &moved;
    }
    const std::string_view authority = authority_of(sent->url);
    std::unique_ptr<CurlExchange> exchange = pool_->take_handle(authority);
    exchange->set_authority(std::string(authority));
    Result<HttpResponse> response = exchange->run(*sent, options_, time_max, pool_->take_buffer());
    pool_->give_handle(std::move(exchange));
    if (!response.has_value()) {
        return response;
    }
    response->url = request.url;
    return decoded(std::move(*response));
}

Result<HttpResponse> CurlHttp::decoded(HttpResponse response) {
    const std::optional<std::string_view> codings = response.headers.find("Content-Encoding");
    if (!codings.has_value() || response.body.empty() || !is_content_coded(*codings)) {
        return response;
    }
    response.wire_body = std::move(response.body);
    LEVADA_TRY(response.body,
               decode_content(*codings, response.wire_body, pool_->take_buffer(), options_.body_size_bytes_max));
    return response;
}

void CurlHttp::recycle(HttpResponse&& response) {
    pool_->give_buffer(std::move(response.body));
    if (!response.wire_body.empty()) {
        pool_->give_buffer(std::move(response.wire_body));
    }
}

}  // namespace levada
