#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "levada/base/result.h"
#include "levada/gateway/access_policy.h"
#include "levada/gateway/router.h"
#include "levada/ports/clock.h"

namespace levada::gateway {

/// Where and within which limits a server answers. Everything that can grow has a limit here.
struct ServerOptions {
    std::string address = "127.0.0.1";  ///< An IP address, or "localhost".
    std::uint16_t port = 0;             ///< 0: the system picks a free one; Server::port() tells it.
    AccessOptions access;

    std::size_t connections_max = 1024;                     ///< One more is answered 503 and closed.
    std::size_t header_bytes_max = 32 * std::size_t{1024};  ///< Request line and headers; more is 431.
    std::size_t body_bytes_max = std::size_t{1} << 20;      ///< More is 413.
    std::size_t workers = 4;                                ///< Threads for handlers with Execution::worker.
    std::size_t waiting_max = 256;                          ///< Requests that wait for a worker; one more is 503.

    std::chrono::milliseconds header_time{10'000};   ///< For the whole head of a request, from its first wait on.
    std::chrono::milliseconds idle_time{75'000};     ///< Between the requests of a kept connection.
    std::chrono::milliseconds body_time{60'000};     ///< For the body of a request.
    std::chrono::milliseconds request_time{30'000};  ///< Becomes Request::deadline.
    std::chrono::milliseconds write_time{60'000};    ///< For a response to be taken by the client.
};

/// One answered request, for the access log and metrics.
struct AccessRecord {
    std::string_view method;
    std::string_view path;  ///< Without the query: it may hold personal data.
    std::string_view peer;
    std::string_view request_id;
    int status = 0;
    std::size_t body_bytes = 0;           ///< Of the response.
    std::chrono::nanoseconds elapsed{0};  ///< From the end of the request to the start of writing the response.
};

/// What the outside may see of a server. Called on the network's thread: must be quick and must not throw.
struct ServerHooks {
    std::function<void(const AccessRecord&)> on_access;
};

/// Counters since the start.
struct ServerStats {
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t requests = 0;
    std::size_t connections_open = 0;
};

/// An HTTP/1.1 server: keep-alive, pipelining (answers in order), HEAD, Expect: 100-continue, chunked request bodies.
/// One thread does the network and the inline handlers, a pool does the worker handlers. No TLS, no HTTP/2: a proxy
/// in front does these. Source: RFC 9110, RFC 9112. Thread-safe.
class Server {
public:
    /// Listens and answers from now on. Borrows `clock`, which must outlive the server.
    /// Errors: invalid_config (address, missing key), conflict (port in use), permission_denied (port below 1024).
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Router router, ServerHooks hooks, Clock& clock);

    /// Stops at once what stop() was not called for.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    /// "http://127.0.0.1:8080".
    std::string url() const;
    ServerStats stats() const;

    /// Takes no new connection, closes idle ones, lets running requests end within `drain`, then closes all. Returns
    /// when all threads are done; a handler that runs longer than `drain` is waited for. Idempotent.
    void stop(std::chrono::milliseconds drain);

private:
    class State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace levada::gateway
