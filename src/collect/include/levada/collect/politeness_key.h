#pragma once

#include <string>
#include <vector>

#include "levada/base/secret.h"
#include "levada/ports/http.h"

namespace levada {

/// Tells whose requests share a budget and a breaker: those to one host with one credential. A credential is known by
/// a hash of what identifies it, never by itself: where the request carries what the configuration holds, that; where
/// it carries what was obtained with it (a token that changes each hour), what it was obtained with. So two pipelines
/// on one account meet in one budget, and a new token does not begin a new one; nor do the requests that obtain tokens.
/// Thread-safe.
class PolitenessKeys {
public:
    /// `configured`: the secrets of the connector's configuration.
    explicit PolitenessKeys(const std::vector<Secret>& configured = {});

    /// `host`, or `host digest` where the request has credentials.
    std::string of(const HttpRequest& request) const;

private:
    bool is_configured(const std::string& credential) const;

    std::vector<std::string> configured_;
    std::string account_;  ///< Digest of all of them; empty when there are none.
};

/// The host of a request as its sender named it, with its port.
std::string host_of(const HttpRequest& request);

}  // namespace levada
