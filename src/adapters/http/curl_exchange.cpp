#include "curl_exchange.h"

#include <algorithm>
#include <string_view>

#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada {
namespace {

// The largest that libcurl 7.88 takes. Source: curl 7.88, CURL_MAX_READ_SIZE.
constexpr long kReceiveBufferSizeBytes = 524'288;
constexpr std::size_t kBodyFirstSizeBytes = 16'384;
// A Content-Length up to this is believed before the body has come.
constexpr std::size_t kBodyReservedSizeBytesMax = std::size_t{64} << 20;
constexpr const char* kAcceptedCodings = "gzip, deflate";

bool has_line_break(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

// Where a request goes, for errors: never the path or the query, which may hold credentials.
std::string host_of(const std::string& url) {
    const Result<Url> parsed = parse_url(url);
    return parsed.has_value() ? parsed->authority() : "?";
}

struct Failure {
    CURLcode curl;
    ErrorCode code;
    const char* message;
};

constexpr Failure kFailures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ErrorCode::unavailable, "cannot resolve the name of the host {host}"},
    {CURLE_COULDNT_RESOLVE_PROXY, ErrorCode::unavailable, "cannot resolve the proxy's name"},
    {CURLE_COULDNT_CONNECT, ErrorCode::unavailable, "cannot connect to the host {host}"},
    {CURLE_ABORTED_BY_CALLBACK, ErrorCode::cancelled, "the request was given up: its run shall end"},
    {CURLE_OPERATION_TIMEDOUT, ErrorCode::deadline_exceeded, "the host did not answer in time"},
    {CURLE_PARTIAL_FILE, ErrorCode::unavailable, "the response of {host} was cut off"},
    {CURLE_GOT_NOTHING, ErrorCode::unavailable, "{host} closed the connection without an answer"},
    {CURLE_RECV_ERROR, ErrorCode::unavailable, "the connection with {host} broke while the response was read"},
    {CURLE_SEND_ERROR, ErrorCode::unavailable, "the connection with {host} broke while the request was sent"},
    {CURLE_HTTP2, ErrorCode::unavailable, "the HTTP/2 connection broke"},
    {CURLE_HTTP2_STREAM, ErrorCode::unavailable, "the HTTP/2 stream broke"},
    {CURLE_PEER_FAILED_VERIFICATION, ErrorCode::unavailable, "the host's TLS certificate is not trusted"},
    {CURLE_SSL_CONNECT_ERROR, ErrorCode::unavailable, "the TLS handshake failed"},
    {CURLE_SSL_CACERT_BADFILE, ErrorCode::invalid_config, "the file of trusted certificates cannot be read"},
    {CURLE_URL_MALFORMAT, ErrorCode::invalid_config, "the URL is not valid"},
    {CURLE_UNSUPPORTED_PROTOCOL, ErrorCode::invalid_config, "the URL is neither http nor https"},
    {CURLE_WEIRD_SERVER_REPLY, ErrorCode::unavailable, "the host did not answer in HTTP"},
    {CURLE_OUT_OF_MEMORY, ErrorCode::unavailable, "memory is used up"},
};

}  // namespace

CurlExchange::CurlExchange() : handle_(curl_easy_init()) {
    LEVADA_ASSERT(handle_ != nullptr);
}

template <typename Value>
void CurlExchange::set(CURLoption option, Value value) {
    // Fails only for an option that this libcurl was built without, which the build of this file excludes.
    const CURLcode code = curl_easy_setopt(handle_.get(), option, value);
    LEVADA_ASSERT(code == CURLE_OK || code == CURLE_OUT_OF_MEMORY);
}

std::size_t CurlExchange::take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
    return static_cast<CurlExchange*>(self)->append_body({bytes, size * count}) ? size * count : 0;
}

std::size_t CurlExchange::take_header(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto* const exchange = static_cast<CurlExchange*>(self);
    exchange->append_header({bytes, size * count});
    // A body that says it is too large is not even begun.
    return exchange->is_too_large_ ? 0 : size * count;
}

int CurlExchange::ask_aborted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<CurlExchange*>(self)->is_aborted_() ? 1 : 0;
}

bool CurlExchange::append_body(std::string_view bytes) {
    const std::size_t wanted = body_used_ + bytes.size();
    if (wanted > body_size_bytes_max_) {
        is_too_large_ = true;
        return false;
    }
    if (wanted + kHttpBodyPaddingBytes > body_.size()) {
        body_.resize(std::max({wanted + kHttpBodyPaddingBytes, body_.size() * 2, kBodyFirstSizeBytes}));
    }
    bytes.copy(body_.data() + body_used_, bytes.size());
    body_used_ = wanted;
    return true;
}

void CurlExchange::append_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        // A new status line: what came before was an interim response (1xx).
        response_.headers.clear();
        is_header_whole_ = false;
        return;
    }
    is_header_whole_ = is_header_whole_ || trim(line).empty();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || body_used_ > 0) {
        return;  // The blank line at the end, or a trailer after the body.
    }
    const std::string_view name = trim(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    response_.headers.add(std::string(name), std::string(value));
    if (equals_ignoring_case(name, "Content-Length")) {
        const std::size_t length = static_cast<std::size_t>(std::max<std::int64_t>(parse_int64(value).value_or(0), 0));
        is_too_large_ = length > body_size_bytes_max_ && !is_head_;
        const std::size_t reserved = std::min(length, kBodyReservedSizeBytesMax) + kHttpBodyPaddingBytes;
        if (length <= body_size_bytes_max_ && body_.size() < reserved) {
            body_.resize(reserved);
        }
    }
}

void CurlExchange::set_method(const HttpRequest& request) {
    if (request.body.has_value() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH") {
        static const std::string kNoBody;
        const std::string& body = request.body.has_value() ? *request.body : kNoBody;
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        set(CURLOPT_POSTFIELDS, body.data());
    }
    if (request.method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    } else {
        set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

Status CurlExchange::set_headers(const HttpRequest& request, const CurlHttpOptions& options) {
    curl_slist* list = nullptr;
    const auto append = [&list](const std::string& line) {
        curl_slist* const longer = curl_slist_append(list, line.c_str());
        LEVADA_ASSERT(longer != nullptr);
        list = longer;
    };
    for (const auto& [name, value] : request.headers.fields()) {
        if (name.empty() || has_line_break(name) || has_line_break(value) || name.find(':') != std::string::npos) {
            headers_.reset(list);
            return Error(ErrorCode::invalid_config, "a header's name or value holds a character that HTTP forbids")
                .with("header", name.substr(0, name.find_first_of("\r\n:")));
        }
        append(std::string(name).append(value.empty() ? ";" : ": ").append(value));
    }
    const auto append_default = [&](const char* name, const std::string& line) {
        if (!request.headers.find(name).has_value()) {
            append(line);
        }
    };
    append_default("Accept-Encoding", std::string("Accept-Encoding: ") + kAcceptedCodings);
    append_default("User-Agent", "User-Agent: " + options.user_agent);
    // A name without a value keeps libcurl from adding its own.
    append_default("Content-Type", "Content-Type:");
    append_default("Expect", "Expect:");
    headers_.reset(list);
    set(CURLOPT_HTTPHEADER, list);
    return ok();
}

void CurlExchange::set_patience(const HttpPatience& patience, const CurlHttpOptions& options) {
    // Source: airbyte-cdk 7.39.1, sources/streams/http/tcp_keepalive.py.
    constexpr long kProbeAfterSeconds = 60;
    constexpr long kProbeIntervalSeconds = 10;
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    if (patience.is_probing) {
        set(CURLOPT_TCP_KEEPIDLE, kProbeAfterSeconds);
        set(CURLOPT_TCP_KEEPINTVL, kProbeIntervalSeconds);
    }
    const std::chrono::milliseconds connect = patience.connect_time_max.value_or(options.connect_time_max);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(connect.count(), 1)));
    const std::chrono::seconds stall = patience.read_time_max
                                           ? std::chrono::ceil<std::chrono::seconds>(*patience.read_time_max)
                                           : options.stall_time_max;
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(stall.count()));
}

Status CurlExchange::set_up(const HttpRequest& request,
                            const CurlHttpOptions& options,
                            std::chrono::nanoseconds time_max) {
    if (has_line_break(request.url) || has_line_break(request.method)) {
        return Error(ErrorCode::invalid_config, "the URL or the method holds a line break");
    }
    curl_easy_reset(handle_.get());
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // A wish: after a transfer that failed early libcurl keeps its buffer and refuses another size.
    static_cast<void>(curl_easy_setopt(handle_.get(), CURLOPT_BUFFERSIZE, kReceiveBufferSizeBytes));
    set_patience(request.patience, options);
    set(CURLOPT_ERRORBUFFER, &error_text_[0]);
    set(CURLOPT_WRITEFUNCTION, &CurlExchange::take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &CurlExchange::take_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    if (time_max != std::chrono::nanoseconds::max()) {
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time_max);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(wait.count(), 1)));
    }
    if (options.is_aborted) {
        is_aborted_ = options.is_aborted;
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &CurlExchange::ask_aborted);
        set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
    }
    if (!options.certificate_file.empty()) {
        set(CURLOPT_CAINFO, options.certificate_file.c_str());
    }
    set_method(request);
    return set_headers(request, options);
}

Error CurlExchange::failure(CURLcode code, const std::string& host) const {
    if (is_too_large_) {
        return Error(ErrorCode::invalid_data,
                     "the response's body is over the limit of " + std::to_string(body_size_bytes_max_) + " bytes")
            .hint("ask for smaller pages");
    }
    const auto* known = std::find_if(
        std::begin(kFailures), std::end(kFailures), [code](const Failure& failure) { return failure.curl == code; });
    if (known == std::end(kFailures)) {
        return Error(ErrorCode::unavailable, std::string("the request failed: ") + curl_easy_strerror(code));
    }
    if (code == CURLE_UNSUPPORTED_PROTOCOL && is_sent_) {
        return {ErrorCode::unavailable, "the host did not answer in HTTP"};
    }
    std::string message = replace_all(known->message, "{host}", host);
    if (code == CURLE_PARTIAL_FILE) {
        message += " after " + std::to_string(body_used_) + " bytes";
    }
    return {known->code, std::move(message)};
}

Result<HttpResponse> CurlExchange::run(const HttpRequest& request,
                                       const CurlHttpOptions& options,
                                       std::chrono::nanoseconds time_max,
                                       std::string buffer) {
    response_ = HttpResponse();
    body_ = std::move(buffer);
    body_used_ = 0;
    body_size_bytes_max_ = options.body_size_bytes_max;
    is_too_large_ = false;
    is_header_whole_ = false;
    is_head_ = request.method == "HEAD";
    LEVADA_CHECK(set_up(request, options, time_max).with("host", host_of(request.url)));
    const CURLcode code = curl_easy_perform(handle_.get());
    long request_size_bytes = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_REQUEST_SIZE, &request_size_bytes);
    is_sent_ = request_size_bytes > 0;
    if (code != CURLE_OK) {
        const Error error = failure(code, host_of(request.url)).with("host", host_of(request.url));
        return is_too_large_ ? error : error.with("cause", curl_easy_strerror(code));
    }
    if (!is_header_whole_) {
        // libcurl takes the end of the connection for the end of the headers, and the response for an empty one.
        return Error(ErrorCode::unavailable,
                     "the response of " + host_of(request.url) + " was cut off inside its headers");
    }
    long status = 0;
    curl_off_t elapsed_microseconds = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle_.get(), CURLINFO_TOTAL_TIME_T, &elapsed_microseconds);
    response_.status = static_cast<int>(status);
    response_.elapsed = std::chrono::microseconds(elapsed_microseconds);
    if (body_.size() < body_used_ + kHttpBodyPaddingBytes) {
        body_.resize(body_used_ + kHttpBodyPaddingBytes);
    }
    body_.resize(body_used_);
    response_.body = std::move(body_);
    return std::move(response_);
}

}  // namespace levada
