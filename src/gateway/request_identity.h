#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace levada::gateway {

/// Makes request ids: a random start per server and a counter, so that ids of one server sort by time. Not thread-safe.
class RequestIdentity {
public:
    RequestIdentity();

    /// `sent` (the client's X-Request-Id) when it is 1 to 64 letters, digits, `.`, `_`, `-`; else a fresh id.
    void assign(std::string_view sent, std::string& id);

private:
    std::string prefix_;
    std::uint64_t count_ = 0;
};

}  // namespace levada::gateway
