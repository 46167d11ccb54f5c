#pragma once

#include <memory>
#include <string>

#include "levada/airbyte/components/authenticator.h"
#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/error_handler.h"
#include "levada/airbyte/components/requester.h"

namespace levada::airbyte {

enum class CacheUse : std::uint8_t { none, shared };

/// What a client sends with. `authenticator` may be null.
struct HttpClientOptions {
    std::string name;
    std::shared_ptr<ErrorHandler> error_handler;
    std::shared_ptr<Authenticator> authenticator;
    CacheUse cache = CacheUse::none;
    HttpPatience patience{};
    /// What it sends obtains a credential.
    bool is_login = false;
};

/// What a request is made from, before encoding.
struct RequestInput {
    std::string method = "GET";
    std::string url;
    RequestParts parts;
};

/// The request that PyPI requests prepares from `input`. Errors: invalid_data (JSON and form body together, a URL
/// without scheme or host, header values with line breaks). Source: HttpClient._create_prepared_request.
Result<HttpRequest> prepare_request(const RequestInput& input);

/// Sends requests: signs, counts them against the budget, uses the cache, asks the error handler, waits and repeats.
/// Not thread-safe. Source: sources/streams/http/http_client.py.
class HttpClient {
public:
    /// `source` outlives the client.
    HttpClient(HttpClientOptions options, SourceContext& source) : options_(std::move(options)), source_(source) {}

    /// Errors: traced, as the error handler classified them; invalid_data from its templates; those of the
    /// authenticator.
    Result<SendOutcome> send(HttpRequest request);

private:
    struct Attempted;
    struct Progress;

    Result<HttpResponse> exchange(const HttpRequest& request);
    Result<Attempted> attempt(const HttpRequest& request, Progress& progress);
    Result<Attempted> resolve(const HttpRequest& request, Attempted attempted, Progress& progress);
    Result<void> refresh_token(const HttpRequest& request, const Attempted& attempted, Progress& progress);
    Result<std::optional<double>> user_wait(const HttpRequest& request, Attempted& attempted, std::int64_t count);
    Result<void> wait_for_retry(const HttpRequest& request, const Attempted& attempted, double seconds);
    Error exhausted(const Attempted& attempted) const;
    Error failure(const HttpRequest& request, const Attempted& attempted) const;
    static Error about_response(const Error& error, const Attempted& attempted);
    static Result<HttpRequest> on_wire(const HttpRequest& request);
    bool is_token_replaced(const HttpRequest& request);
    /// False for parents, logins and jobs: no status may name what the catalog does not.
    bool is_read_stream() const;

    HttpClientOptions options_;
    SourceContext& source_;
};

}  // namespace levada::airbyte
