#include "levada/testing/loopback_server.h"

#include <cstdlib>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "levada/base/assert.h"

namespace levada::testing {
namespace {

constexpr int kBacklog = 64;

// A listening socket on a free port of 127.0.0.1, and that port.
std::pair<int, std::uint16_t> bind_loopback() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    LEVADA_ASSERT(fd >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    LEVADA_ASSERT(bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    LEVADA_ASSERT(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    return {fd, ntohs(address.sin_port)};
}

// The bytes of the first whole request in `received`, 0 while it is not there.
std::size_t request_size(const std::string& received) {
    if (received.starts_with('\x16')) {
        return received.size();  // A TLS handshake, which this server does not speak.
    }
    const std::size_t head_end = received.find("\r\n\r\n");
    if (head_end == std::string::npos) {
        return 0;
    }
    std::size_t body_size = 0;
    const std::size_t length = received.find("Content-Length: ");
    if (length < head_end) {
        body_size = std::strtoul(received.c_str() + length + 16, nullptr, 10);
    }
    const std::size_t size = head_end + 4 + body_size;
    return received.size() >= size ? size : 0;
}

bool send_all(int fd, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

}  // namespace

LoopbackServer::LoopbackServer(Answer answer) : answer_(std::move(answer)) {
    std::tie(listen_fd_, port_) = bind_loopback();
    LEVADA_ASSERT(listen(listen_fd_, kBacklog) == 0);
    LEVADA_ASSERT(pipe(stop_fds_) == 0);
    thread_ = std::thread([this] { run(); });
}

LoopbackServer::~LoopbackServer() {
    close(stop_fds_[1]);
    thread_.join();
    close(stop_fds_[0]);
    close(listen_fd_);
}

std::string LoopbackServer::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::vector<std::string> LoopbackServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::string LoopbackServer::ok(const std::string& body, const std::string& header_lines) {
    return "HTTP/1.1 200 OK\r\n" + header_lines + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void LoopbackServer::run() {
    std::vector<Connection> connections;
    while (true) {
        std::vector<pollfd> fds = {{stop_fds_[0], POLLIN, 0}, {listen_fd_, POLLIN, 0}};
        for (const Connection& connection : connections) {
            fds.push_back({connection.fd, POLLIN, 0});
        }
        poll(fds.data(), fds.size(), -1);
        if (fds[0].revents != 0) {
            break;
        }
        for (std::size_t i = connections.size(); i-- > 0;) {
            if (fds[i + 2].revents != 0 && !serve(connections[i])) {
                close(connections[i].fd);
                connections.erase(connections.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        if (fds[1].revents != 0) {
            const int fd = accept4(listen_fd_, nullptr, nullptr, SOCK_CLOEXEC);
            connection_count_ += 1;
            connections.push_back({fd, {}});
        }
    }
    for (const Connection& connection : connections) {
        close(connection.fd);
    }
}

bool LoopbackServer::serve(Connection& connection) {
    char bytes[65536];
    const ssize_t count = recv(connection.fd, &bytes[0], sizeof(bytes), 0);
    if (count <= 0) {
        return false;
    }
    connection.received.append(&bytes[0], static_cast<std::size_t>(count));
    return answer_whole_requests(connection);
}

bool LoopbackServer::answer_whole_requests(Connection& connection) {
    for (std::size_t size = request_size(connection.received); size > 0; size = request_size(connection.received)) {
        const std::string request = connection.received.substr(0, size);
        connection.received.erase(0, size);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const std::string answer = answer_(request);
        if (answer.empty() || !send_all(connection.fd, answer) ||
            answer.find("Connection: close") != std::string::npos) {
            return false;
        }
    }
    return true;
}

std::uint16_t closed_port() {
    const auto [fd, port] = bind_loopback();
    close(fd);
    return port;
}

}  // namespace levada::testing
