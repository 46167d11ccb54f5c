#include "levada/gateway/access_policy.h"

#include <algorithm>
#include <utility>

#include "levada/base/hash.h"
#include "levada/base/text.h"

namespace levada::gateway {

namespace {

constexpr std::string_view kLoopbackNames[] = {"localhost", "127.0.0.1", "[::1]"};

/// The host of a Host header, without its port.
std::string_view host_of(std::string_view host) {
    const std::size_t from = host.starts_with('[') ? std::min(host.find(']'), host.size()) : 0;
    return host.substr(0, host.find(':', from));
}

bool names_loopback(std::string_view host) {
    const std::string_view name = host_of(host);
    return name.ends_with(".localhost") || std::ranges::any_of(kLoopbackNames, [&](std::string_view known) {
               return equals_ignoring_case(name, known);
           });
}

std::string_view sent_key(const Request& request) {
    const std::string_view authorization = request.header("Authorization");
    constexpr std::string_view kBearer = "bearer ";
    if (authorization.size() > kBearer.size() &&
        equals_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
        return trim(authorization.substr(kBearer.size()));
    }
    const std::string_view kong_key = request.header("apikey");
    return kong_key.empty() ? request.header("X-API-Key") : kong_key;
}

Response unauthenticated(std::string_view what) {
    return error_response({.status = 401,
                           .code = "LVD401",
                           .message = std::string(what),
                           .hint = "Send it as 'Authorization: Bearer <key>' or 'apikey: <key>'"})
        .with("WWW-Authenticate", "Bearer realm=\"levada\"");
}

Response misdirected() {
    return error_response({.status = 421,
                           .code = "LVD421",
                           .message = "The Host header names another machine than this one",
                           .hint = "Ask for localhost or 127.0.0.1, or configure an API key"});
}

}  // namespace

AccessPolicy::AccessPolicy(const AccessOptions& options, std::vector<Digest> digests)
    : digests_(std::move(digests)), open_paths_(options.open_paths), host_check_(options.host_check) {}

Result<AccessPolicy> AccessPolicy::make(const AccessOptions& options, Reach reach) {
    if (reach == Reach::network && options.api_keys.empty()) {
        return Error(ErrorCode::invalid_config, "listening beyond this machine needs an API key")
            .hint("set an API key, or listen on 127.0.0.1");
    }
    std::vector<Digest> digests;
    for (const Secret& key : options.api_keys) {
        if (key.reveal().size() < kKeyBytesMin) {
            return Error(ErrorCode::invalid_config,
                         "an API key must have at least " + std::to_string(kKeyBytesMin) + " characters")
                .hint("make one with: openssl rand -hex 32");
        }
        const std::string raw = digest("sha256", key.reveal());
        Digest& kept = digests.emplace_back();
        LEVADA_ASSERT(raw.size() == kept.size());
        std::ranges::copy(raw, kept.begin());
    }
    return AccessPolicy(options, std::move(digests));
}

bool AccessPolicy::knows(std::string_view key) const {
    const std::string raw = digest("sha256", key);
    bool is_known = false;
    for (const Digest& known : digests_) {
        unsigned difference = 0;
        for (std::size_t i = 0; i < known.size(); ++i) {
            difference |= static_cast<unsigned>(known[i] ^ static_cast<std::uint8_t>(raw[i]));
        }
        is_known = is_known || difference == 0;
    }
    return is_known;
}

std::optional<Response> AccessPolicy::refuse(const Request& request) const {
    if (digests_.empty()) {
        const std::string_view host = request.header("Host");
        const bool is_checked = host_check_ == HostCheck::loopback_names && !host.empty();
        return is_checked && !names_loopback(host) ? std::optional(misdirected()) : std::nullopt;
    }
    if (std::ranges::find(open_paths_, request.path) != open_paths_.end()) {
        return std::nullopt;
    }
    const std::string_view key = sent_key(request);
    if (key.empty()) {
        return unauthenticated("An API key is needed");
    }
    return knows(key) ? std::nullopt : std::optional(unauthenticated("The API key is not known"));
}

}  // namespace levada::gateway
