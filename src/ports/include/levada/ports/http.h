#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// Header fields in their order; names compare without regard to case.
class HttpHeaders {
public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    /// Replaces every field of that name by this one.
    void set(std::string_view name, std::string value);
    void erase(std::string_view name);
    /// The first value of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    const std::vector<Field>& fields() const { return fields_; }
    void clear() { fields_.clear(); }

private:
    std::vector<Field> fields_;
};

/// What one requester wants of its connections, instead of the adapter's own settings.
struct HttpPatience {
    /// Longest wait for a connection.
    std::optional<std::chrono::milliseconds> connect_time_max{};
    /// Longest wait without any byte of the answer; adapters may round it up to whole seconds.
    std::optional<std::chrono::milliseconds> read_time_max{};
    /// Probe connections that are silent, so that a dead one fails.
    bool is_probing = false;
};

/// One request. `url` is absolute, already encoded.
struct HttpRequest {
    std::string method = "GET";
    std::string url{};
    HttpHeaders headers{};
    std::optional<std::string> body{};
    /// Follow 3xx as Python's requests does (at most 30; Authorization is dropped when the host changes).
    bool is_following_redirects = true;
    /// What the operator sees of it in logs and raw objects: the stream that asked.
    std::string stream{};
    /// The URL to show and to record when `url` was rewritten; empty: `url`.
    std::string original_url{};
    /// An exchange that obtains a credential (token, login): its bodies are redacted in the raw zone.
    bool is_authentication = false;
    HttpPatience patience{};
};

/// One response, as received and as decoded.
struct HttpResponse {
    int status = 0;
    HttpHeaders headers{};
    /// The body after content decoding. Its capacity exceeds its size by at least kHttpBodyPaddingBytes.
    std::string body{};
    /// The body as it came, only when it was content-encoded; else empty and `body` is what came.
    std::string wire_body{};
    /// The URL after redirects.
    std::string url{};
    /// Set by a recording decorator: where the response is kept, `key#offset`.
    std::string raw_object{};
    std::chrono::nanoseconds elapsed{0};

    std::string_view received_body() const { return wire_body.empty() ? std::string_view(body) : wire_body; }
};

/// Readable bytes that follow a body, so that simdjson need not copy it. Source: simdjson 3.0, SIMDJSON_PADDING = 64.
inline constexpr std::size_t kHttpBodyPaddingBytes = 64;
/// Largest response body by default, on the wire and decoded.
inline constexpr std::size_t kHttpBodySizeBytesMax = std::size_t{1} << 30;

/// Sends requests. Thread-safe.
class Http {
public:
    virtual ~Http() = default;

    /// The response, whatever its status; an Error only when there is none.
    /// Errors: unavailable (no connection, cut off, DNS), deadline_exceeded, invalid_data (body over the limit, broken
    /// encoding), invalid_config (URL that cannot be).
    virtual Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) = 0;
    /// Takes back a response whose body is not needed any more, so that its memory serves the next one. Optional.
    virtual void recycle(HttpResponse&& response) = 0;
};

}  // namespace levada
