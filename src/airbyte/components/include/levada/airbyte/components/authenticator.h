#pragma once

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/request_parts.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// Puts credentials on requests. One instance per requester, as in the CDK. Not thread-safe.
/// Source: auth/declarative_authenticator.py, sources/streams/http/requests_native_auth.
class Authenticator {
public:
    virtual ~Authenticator() = default;

    /// Options merged into the request before it is prepared: parameters, form and JSON bodies, and the header.
    /// May send requests (token refresh). Errors: traced errors from the token endpoint; invalid_data from templates.
    virtual Result<RequestParts> options() = 0;

    /// Called on each attempt with the prepared request, also on retries. Errors: as options().
    virtual Result<void> sign(HttpRequest& request) = 0;

    /// True when refresh() can fetch a new token (REFRESH_TOKEN_THEN_RETRY).
    virtual bool may_refresh() const { return false; }

    /// Told of each response, for authenticators that track quotas. Source: ResponseAwareAuthenticator.
    virtual void observe(const HttpRequest& request, const HttpResponse& response);

    /// True when another credential can serve `request` now, so that a rate limit need not be waited for.
    /// Source: TokenRotatingAuthenticator.
    virtual bool has_alternative(const HttpRequest& request) const;

    /// Fetches a new token now. Errors: unsupported when may_refresh() is false; traced errors of the endpoint.
    virtual Result<void> refresh();
};

std::vector<ComponentSpec<Authenticator>> specs_of_auth();
template <>
struct FamilyOf<Authenticator> {
    static constexpr std::string_view kName = "authenticator";
    static std::vector<ComponentSpec<Authenticator>> specs() { return specs_of_auth(); }
};

}  // namespace levada::airbyte
