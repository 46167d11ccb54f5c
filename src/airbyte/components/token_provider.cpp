#include "token_provider.h"

namespace levada::airbyte {

TokenAuthenticator::TokenAuthenticator(std::shared_ptr<TokenProvider> provider,
                                       RequestOption option,
                                       std::string prefix)
    : provider_(std::move(provider)), option_(std::move(option)), prefix_(std::move(prefix)) {
    LEVADA_ASSERT(provider_ != nullptr);
}

Result<RequestParts> TokenAuthenticator::options() {
    RequestParts parts;
    LEVADA_TRY(const std::string token, provider_->token());
    LEVADA_CHECK(option_.inject(parts, Json(prefix_ + token)));
    // A header without a name is none.
    parts.headers.erase("");
    return parts;
}

Result<void> TokenAuthenticator::sign(HttpRequest& request) {
    if (option_.inject_into() != InjectInto::header) {
        return ok();
    }
    LEVADA_TRY(const RequestParts parts, options());
    for (const Json::Member& header : parts.headers.as_object()) {
        request.headers.set(header.key, header.value.as_string());
    }
    return ok();
}

}  // namespace levada::airbyte
