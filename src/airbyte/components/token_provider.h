#pragma once

#include <memory>
#include <string>

#include "levada/airbyte/components/authenticator.h"
#include "levada/airbyte/components/interpolation.h"
#include "levada/airbyte/components/request_option.h"

namespace levada::airbyte {

/// Where a token comes from. Not thread-safe. Source: auth/token_provider.py.
class TokenProvider {
public:
    virtual ~TokenProvider() = default;
    /// The token as it is now; may send requests. Errors: traced, invalid_data.
    virtual Result<std::string> token() = 0;
};

/// A token that a template over the config gives.
class TemplateTokenProvider final : public TokenProvider {
public:
    explicit TemplateTokenProvider(InterpolatedString text) : text_(std::move(text)) {}
    Result<std::string> token() override { return text_.text(Scope()); }

private:
    InterpolatedString text_;
};

/// Puts "`prefix``token`" where `option` says: the base of all authenticators with one token.
/// Source: auth/token.py, ApiKeyAuthenticator and BearerAuthenticator.
class TokenAuthenticator final : public Authenticator {
public:
    TokenAuthenticator(std::shared_ptr<TokenProvider> provider, RequestOption option, std::string prefix);

    Result<RequestParts> options() override;
    Result<void> sign(HttpRequest& request) override;

private:
    std::shared_ptr<TokenProvider> provider_;
    RequestOption option_;
    std::string prefix_;
};

}  // namespace levada::airbyte
