#pragma once

#include "request_matcher.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// Limits how many calls an endpoint gets in a time. Not thread-safe. Source: sources/streams/call_rate.py.
class CallRatePolicy {
public:
    explicit CallRatePolicy(std::vector<RequestMatcher> matchers) : matchers_(std::move(matchers)) {}
    CallRatePolicy(const CallRatePolicy&) = delete;
    CallRatePolicy& operator=(const CallRatePolicy&) = delete;
    virtual ~CallRatePolicy() = default;

    bool matches(const HttpRequest& request) const;
    std::int64_t weight_of(const HttpRequest& request) const;

    /// Counts a call of `weight` at `now` and gives nothing, or says how long to wait for it.
    /// Errors: invalid_data (a weight that no waiting makes possible).
    virtual Result<std::optional<std::chrono::nanoseconds>> acquire(std::int64_t weight, Instant now) = 0;
    /// What the server said: calls left, and when they are reset.
    virtual void update(std::optional<std::int64_t> calls_left, std::optional<Instant> reset_at, Instant now) = 0;

private:
    std::vector<RequestMatcher> matchers_;
};

/// The call budget of a source: `api_budget` of the manifest. Not thread-safe. Source: call_rate.py, HttpAPIBudget.
class ApiBudget {
public:
    /// Reads the manifest's HTTPAPIBudget on first use. Errors: invalid_config, unsupported.
    Result<void> load(BuildContext& context);

    /// Waits until the request may be sent. With a clock that does not move, one wait is enough.
    Result<void> acquire(const HttpRequest& request, Clock& clock);
    void observe(const HttpRequest& request, const HttpResponse& response, Clock& clock);

private:
    CallRatePolicy* policy_of(const HttpRequest& request);

    bool is_loaded_ = false;
    std::vector<std::unique_ptr<CallRatePolicy>> policies_;
    std::string reset_header_;
    std::string remaining_header_;
    std::vector<std::int64_t> limit_statuses_;
};

/// The policy that `node` describes. Errors: invalid_config, unsupported (another type).
Result<std::unique_ptr<CallRatePolicy>> make_call_rate_policy(const Json& node, BuildContext& context);

}  // namespace levada::airbyte
