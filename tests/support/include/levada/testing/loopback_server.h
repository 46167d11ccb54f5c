#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace levada::testing {

/// An HTTP/1.1 server on loopback, port 0, that answers with the very bytes a test gives: right, wrong or cut off.
class LoopbackServer {
public:
    /// Gets the whole request (head and body), returns the bytes to send. The connection is closed after an answer that
    /// holds "Connection: close", and at once when the answer is empty. Called on the server's thread.
    using Answer = std::function<std::string(const std::string& request)>;

    explicit LoopbackServer(Answer answer);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    /// http://127.0.0.1:PORT
    std::string url() const;
    std::uint16_t port() const { return port_; }
    /// All requests so far.
    std::vector<std::string> requests() const;
    int connection_count() const { return connection_count_; }

    /// `HTTP/1.1 200 OK` with a right Content-Length.
    static std::string ok(const std::string& body, const std::string& header_lines = "");

private:
    struct Connection {
        int fd = -1;
        std::string received;
    };
    void run();
    bool serve(Connection& connection);
    bool answer_whole_requests(Connection& connection);

    Answer answer_;
    int listen_fd_ = -1;
    int stop_fds_[2] = {-1, -1};
    std::uint16_t port_ = 0;
    std::atomic<int> connection_count_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::thread thread_;
};

/// A port on loopback where nobody listens.
std::uint16_t closed_port();

}  // namespace levada::testing
