#include "levada/gateway/server.h"

#include "socket_client.h"

#include <atomic>
#include <future>
#include <mutex>

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::gateway {
namespace {

using testing::body_of;
using testing::exchange;
using testing::header_of;
using testing::SocketClient;
using Body = SocketClient::Body;

Router make_router() {
    Router router;
    const Handler echo = [](const Request& request) {
        return Response::text(200,
                              std::string(request.method) + " " + std::string(request.path) + " [" +
                                  std::string(request.path_parameter("name")) + "] ?" + std::string(request.query) +
                                  " <" + std::string(request.body) + ">");
    };
    EXPECT_TRUE(router.add("*", "/echo/{name}", Execution::worker, echo));
    EXPECT_TRUE(router.add("GET", "/fast", Execution::inline_io, [](const Request&) {
        return Response::text(200, "fast").with("X-Bad\r\nName", "1").with("X-Value", "a\r\nInjected: 1");
    }));
    EXPECT_TRUE(router.add("GET", "/throws", Execution::worker, [](const Request& request) -> Response {
        return Response::text(200, std::string(request.path.substr(request.path.size() + 1)));
    }));
    EXPECT_TRUE(router.add("GET", "/nothing", Execution::inline_io, [](const Request&) {
        Response response;
        response.status = 204;
        return response;
    }));
    EXPECT_TRUE(router.add("GET", "/large", Execution::worker, [](const Request&) {
        return Response::text(200, std::string(std::size_t{8} << 20, 'x'));
    }));
    return router;
}

std::unique_ptr<Server> start(levada::testing::ManualClock& clock, ServerOptions options = {}, ServerHooks hooks = {}) {
    auto server = Server::start(std::move(options), make_router(), std::move(hooks), clock);
    EXPECT_TRUE(server.has_value()) << (server ? "" : server.error().to_string());
    return std::move(*server);
}

std::string get(std::string_view path, std::string_view more = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + std::string(more) +
           "\r\n";
}

TEST(Server, Answers) {
    // Goal: each form of request gets the answer HTTP wants. Method: one connection per request, read to its end.
    struct Case {
        const char* name;
        std::string request;
        const char* status;
        const char* body;  // nullptr: not compared
    };
    const std::string long_path = "/echo/" + std::string(40'000, 'p');
    const Case cases[] = {
        {"inline handler", get("/fast"), "200", "fast"},
        {"worker handler with parameters", get("/echo/a%20b?x=1"), "200", "GET /echo/a%20b [a b] ?x=1 <>"},
        {"absolute form", get("http://localhost/echo/n?y"), "200", "GET /echo/n [n] ?y <>"},
        {"http/1.0", "GET /fast HTTP/1.0\r\n\r\n", "200", "fast"},
        {"no content", get("/nothing"), "204", ""},
        {"unknown path", get("/nowhere"), "404", nullptr},
        {"method not allowed", "POST /fast HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "405", nullptr},
        {"handler that throws",
         get("/throws"),
         "500",
         R"({"code":"LVD500","details":null,"hint":null,"message":"Internal error"})"},
        {"no host", "GET /fast HTTP/1.1\r\n\r\n", "400", nullptr},
        {"two hosts", "GET /fast HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", "400", nullptr},
        {"foreign host", "GET /fast HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421", nullptr},
        {"not http", "hello there\r\n\r\n", "400", nullptr},
        {"http/2.0 in text", "GET /fast HTTP/2.0\r\nHost: localhost\r\n\r\n", "505", nullptr},
        {"wrong escape", get("/echo/%zz"), "400", nullptr},
        {"long request line", get(long_path), "431", nullptr},
        {"body with length",
         "POST /echo/n HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
         "200",
         "POST /echo/n [n] ? <hello>"},
        {"body in chunks",
         "POST /echo/n HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
         "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
         "200",
         "POST /echo/n [n] ? <hello>"},
        {"body too long",
         "POST /echo/n HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
         "413",
         nullptr},
        {"length and chunks (smuggling)",
         "POST /echo/n HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400",
         nullptr},
        {"unknown expectation", get("/fast", "Expect: tea\r\nContent-Length: 1\r\n"), "417", nullptr},
    };
    levada::testing::ManualClock clock;
    const auto server = start(clock);
    for (const Case& c : cases) {
        const std::string response = exchange(server->port(), c.request);
        EXPECT_EQ(response.substr(9, 3), c.status) << "case: " << c.name << ", response: " << response;
        if (c.body != nullptr) {
            EXPECT_EQ(body_of(response), c.body) << "case: " << c.name;
        }
    }
}

TEST(Server, HeadOfResponse) {
    levada::testing::ManualClock clock;
    const auto server = start(clock);
    const std::string response = exchange(server->port(), get("/fast", "X-Request-Id: abc-1\r\n"));
    EXPECT_EQ(header_of(response, "Date"), "Thu, 01 Jan 2026 00:00:00 GMT");
    EXPECT_EQ(header_of(response, "X-Request-Id"), "abc-1");
    EXPECT_EQ(header_of(response, "Connection"), "close");
    EXPECT_EQ(header_of(response, "X-Value"), "a  Injected: 1");
    EXPECT_EQ(header_of(response, "Injected"), "");
    EXPECT_EQ(response.find("X-Bad"), std::string::npos);
    const std::string other = exchange(server->port(), get("/fast", "X-Request-Id: bad id\r\n"));
    EXPECT_NE(header_of(other, "X-Request-Id"), "bad id");
    EXPECT_GE(header_of(other, "X-Request-Id").size(), 10U);
}

TEST(Server, KeepsConnectionAndAnswersPipelinedInOrder) {
    levada::testing::ManualClock clock;
    const auto server = start(clock);
    SocketClient client(server->port());
    const std::string one = "GET /echo/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string two = "GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(one + two + one);
    EXPECT_EQ(body_of(client.read_response()), "GET /echo/1 [1] ? <>");
    EXPECT_EQ(body_of(client.read_response()), "fast");
    EXPECT_EQ(body_of(client.read_response()), "GET /echo/1 [1] ? <>");
    client.send("HEAD /fast HTTP/1.1\r\nHost: localhost\r\n\r\n" + two);
    EXPECT_EQ(header_of(client.read_response(Body::none), "Content-Length"), "4");
    EXPECT_EQ(body_of(client.read_response()), "fast");
    EXPECT_EQ(server->stats().connections, 1U);
    EXPECT_EQ(server->stats().requests, 5U);
}

TEST(Server, SendsContinueBeforeTheBody) {
    levada::testing::ManualClock clock;
    const auto server = start(clock);
    SocketClient client(server->port());
    client.send("POST /echo/n HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_response(Body::none).substr(9, 3), "100");
    client.send("ok");
    EXPECT_EQ(body_of(client.read_response()), "POST /echo/n [n] ? <ok>");
}

TEST(Server, LargeResponseArrivesWhole) {
    levada::testing::ManualClock clock;
    const auto server = start(clock);
    EXPECT_EQ(body_of(exchange(server->port(), get("/large"))).size(), std::size_t{8} << 20);
}

TEST(Server, RefusesConnectionsOverTheLimit) {
    levada::testing::ManualClock clock;
    ServerOptions options;
    options.connections_max = 1;
    const auto server = start(clock, options);
    SocketClient first(server->port());
    first.send("GET /fast HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(body_of(first.read_response()), "fast");
    SocketClient second(server->port());
    const std::string response = second.read_to_end();
    EXPECT_EQ(response.substr(0, 12), "HTTP/1.1 503");
    EXPECT_EQ(std::to_string(body_of(response).size()), header_of(response, "Content-Length"));
    EXPECT_EQ(server->stats().connections_refused, 1U);
}

TEST(Server, RefusesWhenAllWorkersAreBusyAndTheQueueIsFull) {
    levada::testing::ManualClock clock;
    std::promise<void> entered;
    std::promise<void> release;
    std::future<void> released = release.get_future();
    Router router;
    ASSERT_TRUE(router.add("GET", "/slow", Execution::worker, [&](const Request&) {
        entered.set_value();
        released.wait();
        return Response::text(200, "slow");
    }));
    ServerOptions options;
    options.workers = 1;
    options.waiting_max = 0;
    auto server = Server::start(options, std::move(router), {}, clock);
    ASSERT_TRUE(server);
    const std::string request = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n";
    SocketClient first((*server)->port());
    first.send(request);
    entered.get_future().wait();
    SocketClient second((*server)->port());
    second.send(request);
    const std::string refused = second.read_response();
    EXPECT_EQ(refused.substr(9, 3), "503");
    EXPECT_EQ(header_of(refused, "Retry-After"), "1");
    release.set_value();
    EXPECT_EQ(body_of(first.read_response()), "slow");
}

TEST(Server, StopLetsARunningRequestEnd) {
    levada::testing::ManualClock clock;
    std::promise<void> entered;
    std::promise<void> release;
    std::future<void> released = release.get_future();
    Router router;
    ASSERT_TRUE(router.add("GET", "/slow", Execution::worker, [&](const Request&) {
        entered.set_value();
        released.wait();
        return Response::text(200, "done");
    }));
    auto server = Server::start({}, std::move(router), {}, clock);
    ASSERT_TRUE(server);
    SocketClient idle((*server)->port());
    SocketClient busy((*server)->port());
    busy.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    entered.get_future().wait();
    std::future<void> stopped = std::async(std::launch::async, [&] { (*server)->stop(std::chrono::seconds(30)); });
    EXPECT_EQ(idle.read_to_end(), "");
    release.set_value();
    const std::string response = busy.read_to_end();
    EXPECT_EQ(body_of(response), "done");
    EXPECT_EQ(header_of(response, "Connection"), "close");
    stopped.wait();
    (*server)->stop(std::chrono::seconds(0));
}

TEST(Server, AccessHookSeesEachRequest) {
    levada::testing::ManualClock clock;
    std::mutex mutex;
    std::vector<std::string> seen;
    ServerHooks hooks;
    hooks.on_access = [&](const AccessRecord& record) {
        const std::scoped_lock lock(mutex);
        seen.push_back(std::string(record.method) + " " + std::string(record.path) + " " +
                       std::to_string(record.status) + " " + std::to_string(record.body_bytes) + " " +
                       std::string(record.peer));
    };
    const auto server = start(clock, {}, hooks);
    exchange(server->port(), get("/fast?secret=1"));
    exchange(server->port(), "HEAD /fast HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::scoped_lock lock(mutex);
    const std::vector<std::string> want = {"GET /fast 200 4 127.0.0.1", "HEAD /fast 200 0 127.0.0.1"};
    EXPECT_EQ(seen, want);
}

TEST(Server, StartRefusesWhatCannotBe) {
    levada::testing::ManualClock clock;
    const auto taken = start(clock);
    struct Case {
        const char* name;
        std::string address;
        std::uint16_t port;
        ErrorCode want;
    };
    const Case cases[] = {
        {"port in use", "127.0.0.1", taken->port(), ErrorCode::conflict},
        {"a name", "example.org", 0, ErrorCode::invalid_config},
        {"the network without a key", "0.0.0.0", 0, ErrorCode::invalid_config},
        {"all of IPv6 without a key", "::", 0, ErrorCode::invalid_config},
    };
    for (const Case& c : cases) {
        ServerOptions options;
        options.address = c.address;
        options.port = c.port;
        const auto server = Server::start(options, Router(), {}, clock);
        ASSERT_FALSE(server.has_value()) << "case: " << c.name;
        EXPECT_EQ(server.error().code(), c.want) << "case: " << c.name << ": " << server.error().to_string();
    }
}

TEST(Server, ListensBeyondThisMachineWithAKey) {
    levada::testing::ManualClock clock;
    ServerOptions options;
    options.address = "0.0.0.0";
    options.access.api_keys = {Secret("0123456789abcdef")};
    const auto server = start(clock, options);
    EXPECT_EQ(exchange(server->port(), get("/fast")).substr(9, 3), "401");
    EXPECT_EQ(exchange(server->port(), get("/fast", "apikey: 0123456789abcdef\r\n")).substr(9, 3), "200");
}

}  // namespace
}  // namespace levada::gateway
