#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "levada/base/deadline.h"

namespace levada {

/// How many retries are all right.
struct RetryBudgetOptions {
    /// So many always.
    std::int64_t count_min = 1'000;
    /// Beyond that, as long as they are no more than so many of a hundred requests.
    int percent_max = 20;
    /// What is counted: requests of so long ago and newer; zero: all.
    std::chrono::seconds window_time{0};
};

/// Bounds the retries of many requests together, where each request bounds only its own: a server that fails always
/// must not be asked six times for each of ten thousand pages. Knows no clock. Not thread-safe.
/// Source: Finagle, RetryBudget; Envoy, RetryBudget of cluster.CircuitBreakers (20 percent by default as well).
class RetryBudget {
public:
    explicit RetryBudget(RetryBudgetOptions options);

    /// A request goes, a first one or a retry.
    void note_request(Monotonic now);
    /// True, and counted: a request may be retried. False: the budget is spent.
    bool take(Monotonic now);
    std::int64_t retry_count() const { return retries_; }
    std::int64_t request_count() const { return requests_; }
    const RetryBudgetOptions& options() const { return options_; }

private:
    struct Slice {
        Monotonic begin{};
        std::int64_t requests = 0;
        std::int64_t retries = 0;
    };
    Slice& slice_at(Monotonic now);

    RetryBudgetOptions options_;
    std::deque<Slice> slices_;
    std::int64_t requests_ = 0;  // in all slices
    std::int64_t retries_ = 0;
};

/// What one host saw since the program began.
struct RetryCounts {
    std::uint64_t retries = 0;
    std::uint64_t refused = 0;
};

/// The retry budgets of all hosts that one program talks to. Thread-safe.
class RetryBudgets {
public:
    explicit RetryBudgets(RetryBudgetOptions options = host_default()) : options_(options) {}

    /// What a host gets unless the project says otherwise: 500 retries, or 20 percent, in ten minutes.
    static RetryBudgetOptions host_default();

    /// Before the first request: the limits from now on.
    void use(RetryBudgetOptions options);
    RetryBudgetOptions options() const;
    void note_request(const std::string& host, Monotonic now);
    /// As RetryBudget's.
    bool take(const std::string& host, Monotonic now);
    /// A retry that another limit refused.
    void note_refused(const std::string& host);
    std::map<std::string, RetryCounts> counts() const;

private:
    struct Entry {
        RetryBudget budget;
        RetryCounts counts{};
    };
    Entry& of(const std::string& host);

    mutable std::mutex mutex_;
    RetryBudgetOptions options_;
    std::map<std::string, Entry> entries_;
};

}  // namespace levada
