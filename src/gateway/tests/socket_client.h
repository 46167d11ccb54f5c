#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace levada::gateway::testing {

/// A blocking TCP client to 127.0.0.1 with a deadline of 30 s on each read; asserts that it connects.
class SocketClient {
public:
    explicit SocketClient(std::uint16_t port);
    ~SocketClient();
    SocketClient(const SocketClient&) = delete;
    SocketClient& operator=(const SocketClient&) = delete;

    void send(std::string_view bytes);
    /// One whole response by its Content-Length; `is_head` when no body follows. Empty when the server closed first.
    enum class Body : std::uint8_t { expected, none };
    std::string read_response(Body body = Body::expected);
    /// Everything until the server closes.
    std::string read_to_end();

private:
    bool read_more();
    int fd_ = -1;
    std::string held_;
};

/// Connects, sends `bytes`, reads to the end.
std::string exchange(std::uint16_t port, std::string_view bytes);
/// The body of a response text.
std::string body_of(const std::string& response);
/// The value of a header of a response text, or an empty text.
std::string header_of(const std::string& response, std::string_view name);

}  // namespace levada::gateway::testing
