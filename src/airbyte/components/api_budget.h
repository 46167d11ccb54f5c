#pragma once

#include "request_matcher.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/call_policies.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// Limits how many calls an endpoint gets in a time. Not thread-safe. Source: sources/streams/call_rate.py.
class CallRatePolicy {
public:
    using Matchers = std::shared_ptr<const std::vector<RequestMatcher>>;

    explicit CallRatePolicy(Matchers matchers) : matchers_(std::move(matchers)) {}
    CallRatePolicy(const CallRatePolicy&) = delete;
    CallRatePolicy& operator=(const CallRatePolicy&) = delete;
    virtual ~CallRatePolicy() = default;

    bool matches(const HttpRequest& request) const;
    std::int64_t weight_of(const HttpRequest& request) const;
    const Matchers& matchers() const { return matchers_; }

    /// How long a call of `weight` at `now` has to wait, or nothing.
    /// Errors: invalid_data (a weight that no waiting makes possible).
    virtual Result<std::optional<std::chrono::nanoseconds>> wait_for(std::int64_t weight, Instant now) = 0;
    /// Counts a call.
    virtual void count(std::int64_t weight, Instant now) = 0;
    /// What the server said: calls left, and when they are reset.
    virtual void update(std::optional<std::int64_t> calls_left, std::optional<Instant> reset_at, Instant now) = 0;
    /// The limit as text: what is the same has the same.
    virtual std::string description() const = 0;
    /// The same limit with nothing counted.
    virtual std::unique_ptr<CallRatePolicy> fresh() const = 0;

    /// Counts a call that may go and gives nothing, or says how long to wait for it. Errors: those of wait_for().
    Result<std::optional<std::chrono::nanoseconds>> acquire(std::int64_t weight, Instant now);

private:
    Matchers matchers_;
};

/// The call budget of a source: `api_budget` of the manifest. The source keeps to it itself, unless there is a
/// CallPolicySlot that takes it. Thread-safe; who waits for a policy's call is served in the order of asking, so that
/// no stream starves. Source: call_rate.py, HttpAPIBudget.
class ApiBudget {
public:
    /// Reads the manifest's HTTPAPIBudget on first use, before any acquire(). Errors: invalid_config, unsupported.
    Result<void> load(BuildContext& context);

    /// Waits until the request may be sent. With a clock that does not move, one wait is enough.
    Result<void> acquire(const HttpRequest& request, Clock& clock);
    /// Errors: invalid_data (a header about the limit that is no number).
    Result<void> observe(const HttpRequest& request, const HttpResponse& response, Clock& clock);

private:
    /// Who waits for calls of one policy, first come first served, and when the first of them may have one.
    struct Line {
        std::deque<std::uint64_t> tickets;
        Instant next_at{};
    };
    class Place;

    Result<std::optional<std::chrono::nanoseconds>> try_acquire(const HttpRequest& request,
                                                                const Place& place,
                                                                Instant now);

    bool is_loaded_ = false;
    std::mutex mutex_;                        // for what the policies count and all below
    std::shared_ptr<CallPolicies> policies_;  // Null: none, or others keep to them. Set by load() only.
    std::map<std::size_t, Line> lines_;       // By the policy's place.
    std::uint64_t last_ticket_ = 0;
};

/// The policy that `node` describes. Errors: invalid_config, unsupported (another type).
Result<std::unique_ptr<CallRatePolicy>> make_call_rate_policy(const Json& node, BuildContext& context);

}  // namespace levada::airbyte
