#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

class CallRatePolicy;

/// How a manifest's api_budget reads what responses say of its limits.
struct LimitHeaders {
    std::string reset{};
    std::string remaining{};
    std::vector<std::int64_t> hit_statuses{};
};

/// The policies of a manifest's `api_budget` and the calls counted against them. The first policy that matches a
/// request holds. Not thread-safe. Source: sources/streams/call_rate.py, HttpAPIBudget.
class CallPolicies {
public:
    CallPolicies(std::string id, std::vector<std::unique_ptr<CallRatePolicy>> policies, LimitHeaders headers);
    ~CallPolicies();
    CallPolicies(const CallPolicies&) = delete;
    CallPolicies& operator=(const CallPolicies&) = delete;

    /// The same for all that say the same, whatever the manifest.
    const std::string& id() const { return id_; }
    bool is_empty() const { return policies_.empty(); }
    /// Which policy holds for the request, or nothing.
    std::optional<std::size_t> policy_of(const HttpRequest& request) const;
    /// How long the request has to wait, or nothing. Errors: invalid_data (a weight that no waiting makes possible).
    Result<std::optional<std::chrono::nanoseconds>> wait_for(const HttpRequest& request, Instant now);
    /// The request goes.
    void count(const HttpRequest& request, Instant now);
    /// What its response says of the limit. A reset later than `reset_max` from now is taken for that late: a clock
    /// that is wrong must not stop a run for years. Errors: invalid_data (a header that is no number).
    Result<void> observe(const HttpRequest& request,
                         const HttpResponse& response,
                         Instant now,
                         std::optional<std::chrono::nanoseconds> reset_max);
    /// The same policies with nothing counted.
    std::unique_ptr<CallPolicies> fresh() const;

private:
    std::string id_;
    std::vector<std::unique_ptr<CallRatePolicy>> policies_;
    LimitHeaders headers_;
};

/// Where a source hands over its policies, once, if it is not to keep to them itself. May be empty.
struct CallPolicySlot {
    std::function<void(std::shared_ptr<CallPolicies>)> take;
};

}  // namespace levada::airbyte
