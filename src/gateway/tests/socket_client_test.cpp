#include "socket_client.h"

#include <array>
#include <cstdlib>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "levada/base/assert.h"
#include "levada/base/text.h"

namespace levada::gateway::testing {

SocketClient::SocketClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    LEVADA_ASSERT(fd_ >= 0);
    const timeval patience{.tv_sec = 30, .tv_usec = 0};
    LEVADA_ASSERT(::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    LEVADA_ASSERT(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
}

SocketClient::~SocketClient() {
    ::close(fd_);
}

void SocketClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool SocketClient::read_more() {
    std::array<char, 65536> piece{};
    const ssize_t size = ::recv(fd_, piece.data(), piece.size(), 0);
    if (size > 0) {
        held_.append(piece.data(), static_cast<std::size_t>(size));
    }
    return size > 0;
}

std::string SocketClient::read_response(Body body) {
    std::size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more()) {
            return {};
        }
    }
    const std::string length = header_of(held_.substr(0, end + 4), "Content-Length");
    const std::size_t body_bytes = body == Body::none || length.empty() ? 0 : std::stoul(length);
    const std::size_t size = end + 4 + body_bytes;
    while (held_.size() < size) {
        if (!read_more()) {
            return {};
        }
    }
    std::string response = held_.substr(0, size);
    held_.erase(0, size);
    return response;
}

std::string SocketClient::read_to_end() {
    while (read_more()) {
    }
    return std::move(held_);
}

std::string exchange(std::uint16_t port, std::string_view bytes) {
    SocketClient client(port);
    client.send(bytes);
    return client.read_to_end();
}

std::string body_of(const std::string& response) {
    const std::size_t end = response.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : response.substr(end + 4);
}

std::string header_of(const std::string& response, std::string_view name) {
    for (const std::string_view line : split(response, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
            return std::string(trim(line.substr(colon + 1)));
        }
        if (trim(line).empty()) {
            break;
        }
    }
    return {};
}

TEST(SocketClient, HeaderOf) {
    const std::string response = "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 3\r\n\r\nB: 2";
    EXPECT_EQ(header_of(response, "content-length"), "3");
    EXPECT_EQ(header_of(response, "B"), "");
    EXPECT_EQ(body_of(response), "B: 2");
}

}  // namespace levada::gateway::testing
