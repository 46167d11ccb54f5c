#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "levada/base/deadline.h"
#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada {

/// Limits on requests that are known before an API says anything (a manifest's `api_budget`), and what was counted
/// against them. A budget has one of each kind that was ever asked with. Not thread-safe.
class RateRules {
public:
    virtual ~RateRules() = default;

    /// Two that say the same have the same: then they are one.
    virtual const std::string& id() const = 0;
    /// Which of the limits the request falls under; empty: none. Requests of one group wait for each other.
    virtual std::string group_of(const HttpRequest& request) const = 0;
    /// How long the request has to wait at least; zero: it may go. Errors: invalid_data (it never may).
    virtual Result<std::chrono::nanoseconds> wait_for(const HttpRequest& request, Instant utc) = 0;
    /// The request goes now.
    virtual void count(const HttpRequest& request, Instant utc) = 0;
    /// What its answer says.
    virtual void learn(const HttpRequest& request, const HttpResponse& response, Instant utc) = 0;
    /// The same limits with nothing counted.
    virtual std::unique_ptr<RateRules> fresh() const = 0;
};

}  // namespace levada
