#pragma once

#include "request_matcher.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// A pool of calls that each token has, and where the API says how many are left.
/// Source: auth/rate_limited_multiple_token.py, TokenQuota.
struct TokenQuota {
    std::string name;
    std::vector<std::string> remaining_path;
    std::vector<std::string> reset_path;
    std::vector<std::string> limit_path;
    std::vector<RequestMatcher> matchers;
    std::string remaining_header;
    std::string reset_header;
    std::string limit_header;
    std::vector<std::int64_t> exhaustion_statuses;

    /// Reads a TokenQuota component. Errors: invalid_config.
    static Result<TokenQuota> make(const Json& node, const BuildContext& context);
    bool is_response_aware() const;
    bool is_exhausted_by(int status) const;
};

/// What is known of one token's pool.
struct QuotaState {
    std::int64_t remaining = 0;
    std::int64_t reset_us = 0;
    std::int64_t limit = 0;
    /// False when the API tracks nothing here: no decision may rest on the numbers then.
    bool is_tracked = true;

    /// The state that the quota endpoint's answer gives. Errors: system_error traced (a path that is not there).
    static Result<QuotaState> read(const Json& answer, const TokenQuota& quota);
    /// Takes over what a response to a request of this pool says.
    void update(const TokenQuota& quota, const HttpResponse& response);
};

}  // namespace levada::airbyte
