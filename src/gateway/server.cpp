// The one file that knows Boost.Beast; <utility> comes first because asio 1.74 forgets it under C++20.
#include "levada/gateway/server.h"

#include "request_identity.h"

#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "levada/base/assert.h"
#include "levada/base/text.h"
#include "levada/gateway/response_head.h"

namespace levada::gateway {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

/// How long and how much is read after the last response, so that the client sees it before the connection is gone.
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::size_t kLingerBytesMax = std::size_t{1} << 20;
/// Wait before the next accept when the system refused one (no file descriptors left).
constexpr std::chrono::milliseconds kAcceptPause{50};

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kBusy =
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Type: application/json\r\n"
    "Content-Length: 85\r\n\r\n"
    R"({"code":"LVD503","details":null,"hint":"Try again","message":"Too many connections"} )";

std::string_view view(boost::string_view text) {
    return {text.data(), text.size()};
}

Response refusal(int status, std::string code, std::string message) {
    return error_response({.status = status, .code = std::move(code), .message = std::move(message)});
}

/// The answer to a request that could not be read, or nullopt when there is nobody to answer.
std::optional<Response> refusal_of(const error_code& error) {
    if (error.category() != http::make_error_code(http::error::end_of_stream).category() ||
        error == http::error::end_of_stream || error == http::error::partial_message) {
        return std::nullopt;
    }
    if (error == http::error::header_limit) {
        return refusal(431, "LVD431", "The request line and headers are too long");
    }
    if (error == http::error::body_limit) {
        return refusal(413, "LVD413", "The request body is too long");
    }
    if (error == http::error::bad_version) {
        return refusal(505, "LVD505", "Only HTTP/1.0 and HTTP/1.1 are spoken here");
    }
    return refusal(400, "LVD400", "This is no HTTP request: " + error.message());
}

/// Handlers promise not to throw; one that breaks its promise costs its own request only.
Response run_handler(const Handler& handler, const Request& request) {
    Result<Response> answer = guard(ErrorCode::internal, "handler", [&] { return handler(request); });
    return answer ? std::move(*answer) : refusal(500, "LVD500", "Internal error");
}

/// The path and query of a request target; an absolute URI loses its scheme and authority.
std::string_view origin_form(std::string_view target) {
    const std::size_t scheme = target.starts_with('/') ? std::string_view::npos : target.find("://");
    if (scheme == std::string_view::npos) {
        return target;
    }
    const std::size_t slash = target.find('/', scheme + 3);
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

Result<net::ip::address> parse_address(const std::string& text) {
    error_code error;
    const net::ip::address address = net::ip::make_address(text == "localhost" ? "127.0.0.1" : text, error);
    if (error) {
        return Error(ErrorCode::invalid_config,
                     "listen address must be an IP address or localhost, found \"" + text + "\"");
    }
    return address;
}

ErrorCode code_of_bind(const error_code& error) {
    if (error == net::error::address_in_use) {
        return ErrorCode::conflict;
    }
    return error == net::error::access_denied ? ErrorCode::permission_denied : ErrorCode::invalid_config;
}

}  // namespace

/// The server behind its pointer. Everything but run_worker and stop happens on the network's one thread.
class Server::State {
public:
    class Connection;

    State(ServerOptions options, Router router, ServerHooks hooks, Clock& clock, AccessPolicy access)
        : options_(std::move(options)),
          router_(std::move(router)),
          hooks_(std::move(hooks)),
          clock_(clock),
          access_(std::move(access)),
          workers_(std::max<std::size_t>(options_.workers, 1)) {}

    Status listen();
    void run() {
        accept();
        net::post(network_, [this] { io_.run(); });
    }
    void stop(std::chrono::milliseconds drain);
    tcp::endpoint endpoint() const { return endpoint_; }
    ServerStats stats() const {
        return {connection_count_.load(), refused_count_.load(), request_count_.load(), open_count_.load()};
    }

private:
    void accept();
    void on_accept(const error_code& error, tcp::socket socket);
    void refuse_connection(tcp::socket socket);
    void begin_stop(std::chrono::milliseconds drain);
    void add(Connection* connection);
    void remove(Connection* connection);
    std::string_view date();

    ServerOptions options_;
    Router router_;
    ServerHooks hooks_;
    Clock& clock_;
    AccessPolicy access_;
    RequestIdentity identity_;
    std::unordered_set<Connection*> connections_;
    std::size_t waiting_count_ = 0;
    bool is_stopping_ = false;
    std::int64_t date_second_ = -1;
    std::string date_;
    std::atomic<std::uint64_t> connection_count_{0};
    std::atomic<std::uint64_t> refused_count_{0};
    std::atomic<std::uint64_t> request_count_{0};
    std::atomic<std::size_t> open_count_{0};
    std::once_flag stopped_;
    tcp::endpoint endpoint_;

    // Last, so that they are gone, with all connections they hold, before what connections refer to.
    net::io_context io_{1};
    tcp::acceptor acceptor_{io_};
    net::steady_timer pause_{io_};
    net::thread_pool network_{1};
    net::thread_pool workers_;
};

/// One client's connection: reads a request, has it answered, writes the answer, again.
class Server::State::Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(State& state, tcp::socket socket, std::string peer)
        : state_(state), stream_(std::move(socket)), peer_(std::move(peer)) {
        state_.add(this);
    }
    ~Connection() { state_.remove(this); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void read_head(std::chrono::milliseconds patience);
    void close() {
        error_code ignored;
        static_cast<void>(stream_.socket().close(ignored));
    }
    void close_if_idle() {
        if (is_reading_head_ && !parser_->got_some() && buffer_.size() == 0) {
            close();
        }
    }

private:
    using Parser = http::request_parser<http::string_body>;

    void on_head(error_code error, std::size_t);
    void read_body();
    void on_body(error_code error, std::size_t);
    bool make_request();
    void dispatch();
    void run_worker();
    void respond(Response response);
    void on_written(error_code error, std::size_t);
    void linger();
    void on_lingered(error_code error, std::size_t size);
    bool read_or_refuse(const error_code& error);

    State& state_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_slot_;
    Parser* parser_ = nullptr;  // In the slot, from the first read_head() on.
    std::string peer_;
    std::string request_id_;
    Request request_;
    const Handler* handler_ = nullptr;
    Response response_;
    std::string head_;
    Monotonic started_{};
    std::size_t lingered_bytes_ = 0;
    bool is_reading_head_ = false;
    bool is_keeping_ = false;
};

void Server::State::Connection::read_head(std::chrono::milliseconds patience) {
    parser_ = &parser_slot_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(state_.options_.header_bytes_max));
    parser_->body_limit(state_.options_.body_bytes_max);
    is_reading_head_ = true;
    stream_.expires_after(patience);
    http::async_read_header(
        stream_, buffer_, *parser_, beast::bind_front_handler(&Connection::on_head, shared_from_this()));
}

bool Server::State::Connection::read_or_refuse(const error_code& error) {
    if (!error) {
        return true;
    }
    std::optional<Response> answer = refusal_of(error);
    if (!answer) {
        close();
        return false;
    }
    is_keeping_ = false;
    started_ = state_.clock_.monotonic();
    request_ = Request();
    request_.peer = peer_;
    state_.identity_.assign({}, request_id_);
    request_.id = request_id_;
    respond(std::move(*answer));
    return false;
}

void Server::State::Connection::on_head(error_code error, std::size_t) {
    is_reading_head_ = false;
    if (!read_or_refuse(error)) {
        return;
    }
    const std::string_view expect = view(parser_->get()[http::field::expect]);
    if (expect.empty() || parser_->is_done()) {
        read_body();
        return;
    }
    if (!equals_ignoring_case(expect, "100-continue")) {
        make_request();
        is_keeping_ = false;
        respond(refusal(417, "LVD417", "Only Expect: 100-continue is understood"));
        return;
    }
    stream_.expires_after(state_.options_.write_time);
    net::async_write(stream_,
                     net::buffer(kContinue.data(), kContinue.size()),
                     [self = shared_from_this()](error_code failed, std::size_t) {
                         if (!failed) {
                             self->read_body();
                         }
                     });
}

void Server::State::Connection::read_body() {
    if (parser_->is_done()) {
        dispatch();
        return;
    }
    stream_.expires_after(state_.options_.body_time);
    http::async_read(stream_, buffer_, *parser_, beast::bind_front_handler(&Connection::on_body, shared_from_this()));
}

void Server::State::Connection::on_body(error_code error, std::size_t) {
    if (read_or_refuse(error)) {
        dispatch();
    }
}

bool Server::State::Connection::make_request() {
    const auto& message = parser_->get();
    is_keeping_ = parser_->keep_alive();
    started_ = state_.clock_.monotonic();
    request_.method = view(message.method_string());
    request_.target = view(message.target());
    const std::string_view target = origin_form(request_.target);
    const std::size_t mark = std::min(target.find('?'), target.size());
    request_.path = target.substr(0, mark);
    request_.query = target.substr(std::min(mark + 1, target.size()));
    request_.headers.clear();
    std::size_t host_count = 0;
    for (const auto& field : message) {
        host_count += field.name() == http::field::host ? 1U : 0U;
        request_.headers.push_back({view(field.name_string()), view(field.value())});
    }
    request_.body = message.body();
    request_.peer = peer_;
    state_.identity_.assign(request_.header("X-Request-Id"), request_id_);
    request_.id = request_id_;
    request_.deadline = Deadline::after(started_, state_.options_.request_time);
    // Source: RFC 9112 section 3.2: a request without or with more than one Host is answered 400.
    return host_count == 1 || (host_count == 0 && message.version() == 10);
}

void Server::State::Connection::dispatch() {
    if (!make_request()) {
        is_keeping_ = false;
        respond(refusal(400, "LVD400", "An HTTP/1.1 request has one Host header"));
        return;
    }
    if (std::optional<Response> refused = state_.access_.refuse(request_)) {
        respond(std::move(*refused));
        return;
    }
    Router::Match match = state_.router_.match(request_.method, request_.path);
    if (match.handler == nullptr) {
        respond(std::move(match.refusal));
        return;
    }
    handler_ = match.handler;
    request_.path_parameters = std::move(match.parameters);
    if (match.execution == Execution::inline_io) {
        respond(run_handler(*handler_, request_));
        return;
    }
    if (state_.waiting_count_ >= state_.options_.waiting_max + state_.options_.workers) {
        respond(refusal(503, "LVD503", "Too many requests are waiting").with("Retry-After", "1"));
        return;
    }
    ++state_.waiting_count_;
    run_worker();
}

void Server::State::Connection::run_worker() {
    // The guard keeps the network's thread alive while only the worker knows of this request.
    net::post(state_.workers_, [self = shared_from_this(), guard = net::make_work_guard(state_.io_)]() mutable {
        Response answer = run_handler(*self->handler_, self->request_);
        net::io_context& io = self->state_.io_;
        net::post(io, [self = std::move(self), answer = std::move(answer)]() mutable {
            --self->state_.waiting_count_;
            self->respond(std::move(answer));
        });
    });
}

void Server::State::Connection::respond(Response response) {
    response_ = std::move(response);
    is_keeping_ = is_keeping_ && !state_.is_stopping_;
    const bool has_body = request_.method != "HEAD" && !is_bodiless(response_.status);
    const HeadOptions options{.date = state_.date(),
                              .request_id = request_id_,
                              .http_minor = parser_->get().version() == 10 ? 0 : 1,
                              .is_keeping = is_keeping_};
    write_response_head(response_, options, head_);
    ++state_.request_count_;
    if (state_.hooks_.on_access) {
        state_.hooks_.on_access({.method = request_.method,
                                 .path = request_.path,
                                 .peer = peer_,
                                 .request_id = request_id_,
                                 .status = response_.status,
                                 .body_bytes = has_body ? response_.body.size() : 0,
                                 .elapsed = state_.clock_.monotonic() - started_});
    }
    const std::array<net::const_buffer, 2> buffers{net::buffer(head_),
                                                   has_body ? net::buffer(response_.body) : net::const_buffer()};
    stream_.expires_after(state_.options_.write_time);
    net::async_write(stream_, buffers, beast::bind_front_handler(&Connection::on_written, shared_from_this()));
}

void Server::State::Connection::on_written(error_code error, std::size_t) {
    if (error) {
        close();
        return;
    }
    response_ = Response();
    if (is_keeping_ && !state_.is_stopping_) {
        read_head(state_.options_.idle_time);
        return;
    }
    static_cast<void>(stream_.socket().shutdown(tcp::socket::shutdown_send, error));
    if (state_.is_stopping_ && stream_.socket().available(error) == 0) {
        close();
        return;
    }
    stream_.expires_after(kLingerTime);
    linger();
}

void Server::State::Connection::linger() {
    buffer_.clear();
    constexpr std::size_t kPieceBytes = 16 * std::size_t{1024};
    stream_.async_read_some(buffer_.prepare(kPieceBytes),
                            beast::bind_front_handler(&Connection::on_lingered, shared_from_this()));
}

void Server::State::Connection::on_lingered(error_code error, std::size_t size) {
    lingered_bytes_ += size;
    if (error || lingered_bytes_ > kLingerBytesMax || state_.is_stopping_) {
        close();
        return;
    }
    linger();
}

Status Server::State::listen() {
    LEVADA_TRY(const net::ip::address address, parse_address(options_.address));
    const tcp::endpoint wanted(address, options_.port);
    error_code error;
    static_cast<void>(acceptor_.open(wanted.protocol(), error));
    if (!error) {
        static_cast<void>(acceptor_.set_option(tcp::acceptor::reuse_address(true), error));
    }
    if (!error) {
        static_cast<void>(acceptor_.bind(wanted, error));
    }
    if (!error) {
        static_cast<void>(acceptor_.listen(net::socket_base::max_listen_connections, error));
    }
    if (error) {
        return Error(code_of_bind(error), "listening on the HTTP address: " + error.message())
            .with("address", options_.address + ":" + std::to_string(options_.port))
            .hint("choose another port; 0 lets the system pick one");
    }
    endpoint_ = acceptor_.local_endpoint(error);
    return ok();
}

void Server::State::accept() {
    acceptor_.async_accept(
        [this](const error_code& error, tcp::socket socket) { on_accept(error, std::move(socket)); });
}

void Server::State::on_accept(const error_code& error, tcp::socket socket) {
    if (is_stopping_ || error == net::error::operation_aborted) {
        return;
    }
    if (error) {
        pause_.expires_after(kAcceptPause);
        pause_.async_wait([this](const error_code& cancelled) {
            if (!cancelled) {
                accept();
            }
        });
        return;
    }
    if (connections_.size() >= options_.connections_max) {
        refuse_connection(std::move(socket));
    } else {
        ++connection_count_;
        error_code ignored;
        static_cast<void>(socket.set_option(tcp::no_delay(true), ignored));
        std::string peer = socket.remote_endpoint(ignored).address().to_string();
        std::make_shared<Connection>(*this, std::move(socket), std::move(peer))->read_head(options_.header_time);
    }
    accept();
}

void Server::State::refuse_connection(tcp::socket socket) {
    ++refused_count_;
    error_code ignored;
    static_cast<void>(socket.non_blocking(true, ignored));
    socket.write_some(net::buffer(kBusy.data(), kBusy.size()), ignored);
    static_cast<void>(socket.shutdown(tcp::socket::shutdown_send, ignored));
    // What has come already is read, or closing would reset the connection before the client has read the answer.
    std::array<char, 4096> dropped{};
    socket.read_some(net::buffer(dropped), ignored);
}

void Server::State::add(Connection* connection) {
    connections_.insert(connection);
    open_count_.store(connections_.size());
}

void Server::State::remove(Connection* connection) {
    connections_.erase(connection);
    open_count_.store(connections_.size());
    if (is_stopping_ && connections_.empty()) {
        error_code ignored;
        pause_.cancel(ignored);
    }
}

std::string_view Server::State::date() {
    const Instant now = clock_.now();
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (second != date_second_) {
        date_second_ = second;
        date_ = format_http_date(now);
    }
    return date_;
}

void Server::State::begin_stop(std::chrono::milliseconds drain) {
    is_stopping_ = true;
    error_code ignored;
    static_cast<void>(acceptor_.close(ignored));
    for (Connection* connection : connections_) {
        connection->close_if_idle();
    }
    if (connections_.empty()) {
        pause_.cancel();
        return;
    }
    pause_.expires_after(drain);
    pause_.async_wait([this](const error_code& cancelled) {
        if (cancelled) {
            return;
        }
        for (Connection* connection : connections_) {
            connection->close();
        }
    });
}

void Server::State::stop(std::chrono::milliseconds drain) {
    std::call_once(stopped_, [this, drain] {
        net::post(io_, [this, drain] { begin_stop(drain); });
        network_.join();
        workers_.join();
    });
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Router router, ServerHooks hooks, Clock& clock) {
    LEVADA_TRY(const net::ip::address address, parse_address(options.address));
    const auto reach = address.is_loopback() ? AccessPolicy::Reach::loopback : AccessPolicy::Reach::network;
    LEVADA_TRY(AccessPolicy access, AccessPolicy::make(options.access, reach));
    auto state =
        std::make_unique<State>(std::move(options), std::move(router), std::move(hooks), clock, std::move(access));
    LEVADA_CHECK(state->listen());
    state->run();
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

std::uint16_t Server::port() const {
    return state_->endpoint().port();
}

std::string Server::url() const {
    const tcp::endpoint endpoint = state_->endpoint();
    const std::string host = endpoint.address().to_string();
    return "http://" + (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

ServerStats Server::stats() const {
    return state_->stats();
}

void Server::stop(std::chrono::milliseconds drain) {
    state_->stop(drain);
}

}  // namespace levada::gateway
