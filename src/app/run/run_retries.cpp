#include "run/run_retries.h"

#include <algorithm>
#include <utility>

#include "levada/collect/politeness_key.h"

namespace levada::app {

RunRetries::RunRetries(RetryBudgetOptions run, RetryBudgets& hosts, const Clock& clock, RandomFraction random)
    : hosts_(hosts), clock_(clock), run_(run), random_(std::move(random)) {}

void RunRetries::note_request(const HttpRequest& request) {
    const Monotonic now = clock_.monotonic();
    hosts_.note_request(host_of(request), now);
    const std::scoped_lock lock(mutex_);
    run_.note_request(now);
}

Error RunRetries::refusal(const airbyte::RetryAsk& ask,
                          const std::string& whose,
                          const RetryBudgetOptions& options) const {
    const std::string window =
        options.window_time.count() > 0 ? " in " + std::to_string(options.window_time.count()) + " s" : "";
    return {
        ErrorCode::unavailable,
        "the retry budget of " + whose + " is spent (" + std::to_string(options.count_min) + " retries, or " +
            std::to_string(options.percent_max) + " % of its requests" + window + "); the last request to " +
            host_of(ask.request) + " ended with " + std::string(ask.end) +
            ". What was read is kept: levada runs retry goes on from there; retries in levada.yaml sets the budget"};
}

Result<double> RunRetries::before_retry(const airbyte::RetryAsk& ask) {
    const Monotonic now = clock_.monotonic();
    const std::string host = host_of(ask.request);
    const std::scoped_lock lock(mutex_);
    if (!run_.take(now)) {
        hosts_.note_refused(host);
        return refusal(ask, "this run", run_.options());
    }
    if (!hosts_.take(host, now)) {
        return refusal(ask, "the host " + host, hosts_.options());
    }
    constexpr double kLongest = std::chrono::duration<double>(kWaitMax).count();
    const double seconds = std::clamp(ask.seconds, 0.0, kLongest);
    // Twice the CDK's wait is the longest, so that on the average an outage of the same length is bridged.
    return ask.has_response || ask.is_wait_asked ? seconds : std::min(2 * seconds * random_(), kLongest);
}

}  // namespace levada::app
