#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/base/secret.h"
#include "levada/ports/handler.h"

namespace levada::gateway {

/// Whether the Host header must name this machine while no key is asked for. It stops web pages that point their own
/// name at 127.0.0.1 (DNS rebinding). `any` is for a replay server, which is asked in the name of other hosts.
enum class HostCheck : std::uint8_t { loopback_names, any };

/// Whom the server answers.
struct AccessOptions {
    std::vector<Secret> api_keys;  ///< Any of them opens the door; empty: no key is asked for.
    std::vector<std::string> open_paths = {"/healthz", "/readyz"};  ///< Answered without a key: probes have none.
    HostCheck host_check = HostCheck::loopback_names;
};

/// Decides before routing whether a request may pass. Keys are kept as SHA-256 digests and compared in constant time.
/// A key comes as `Authorization: Bearer <key>`, `apikey: <key>` (Kong's key-auth) or `X-API-Key: <key>`.
/// Immutable, so thread-safe.
class AccessPolicy {
public:
    /// Errors: invalid_config when `listens_on_loopback` is no and there is no key, or a key is shorter than 16 bytes.
    enum class Reach : std::uint8_t { loopback, network };
    static Result<AccessPolicy> make(const AccessOptions& options, Reach reach);

    /// The refusal to send (401, 421), or nullopt when the request may pass.
    std::optional<Response> refuse(const Request& request) const;

    /// Least length of a key: 128 bits as hexadecimal would be 32, a random base64 key of 96 bits is 16.
    static constexpr std::size_t kKeyBytesMin = 16;

private:
    using Digest = std::array<std::uint8_t, 32>;
    AccessPolicy(const AccessOptions& options, std::vector<Digest> digests);
    bool knows(std::string_view key) const;

    std::vector<Digest> digests_;
    std::vector<std::string> open_paths_;
    HostCheck host_check_;
};

}  // namespace levada::gateway
