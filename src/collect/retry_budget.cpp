#include "levada/collect/retry_budget.h"

#include <algorithm>

#include "levada/base/assert.h"

namespace levada {
namespace {

constexpr int kPercent = 100;
// A window moves on in so many steps.
constexpr int kSlices = 10;
// Hosts that are remembered.
constexpr std::size_t kHostCountMax = 10'000;

}  // namespace

RetryBudget::RetryBudget(RetryBudgetOptions options) : options_(options) {
    LEVADA_ASSERT(options_.count_min >= 0);
    LEVADA_ASSERT(options_.percent_max >= 0);
    LEVADA_ASSERT(options_.percent_max <= kPercent);
}

RetryBudget::Slice& RetryBudget::slice_at(Monotonic now) {
    const std::chrono::nanoseconds window = options_.window_time;
    const std::chrono::nanoseconds length = window / kSlices;
    while (window.count() > 0 && !slices_.empty() && now - slices_.front().begin >= window) {
        requests_ -= slices_.front().requests;
        retries_ -= slices_.front().retries;
        slices_.pop_front();
    }
    const bool is_new = slices_.empty() || (window.count() > 0 && now - slices_.back().begin >= length);
    return is_new ? slices_.emplace_back(Slice{.begin = now}) : slices_.back();
}

void RetryBudget::note_request(Monotonic now) {
    slice_at(now).requests += 1;
    requests_ += 1;
}

bool RetryBudget::take(Monotonic now) {
    Slice& slice = slice_at(now);
    if (retries_ >= std::max(options_.count_min, requests_ * options_.percent_max / kPercent)) {
        return false;
    }
    slice.retries += 1;
    retries_ += 1;
    return true;
}

RetryBudgetOptions RetryBudgets::host_default() {
    return {.count_min = 500, .percent_max = 20, .window_time = std::chrono::minutes(10)};
}

void RetryBudgets::use(RetryBudgetOptions options) {
    const std::scoped_lock lock(mutex_);
    LEVADA_ASSERT(entries_.empty());
    options_ = options;
}

RetryBudgetOptions RetryBudgets::options() const {
    const std::scoped_lock lock(mutex_);
    return options_;
}

RetryBudgets::Entry& RetryBudgets::of(const std::string& host) {
    if (entries_.size() >= kHostCountMax && !entries_.contains(host)) {
        entries_.clear();
    }
    return entries_.try_emplace(host, Entry{RetryBudget(options_)}).first->second;
}

void RetryBudgets::note_request(const std::string& host, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    of(host).budget.note_request(now);
}

bool RetryBudgets::take(const std::string& host, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    Entry& entry = of(host);
    const bool is_allowed = entry.budget.take(now);
    (is_allowed ? entry.counts.retries : entry.counts.refused) += 1;
    return is_allowed;
}

void RetryBudgets::note_refused(const std::string& host) {
    const std::scoped_lock lock(mutex_);
    of(host).counts.refused += 1;
}

std::map<std::string, RetryCounts> RetryBudgets::counts() const {
    const std::scoped_lock lock(mutex_);
    std::map<std::string, RetryCounts> counts;
    for (const auto& [host, entry] : entries_) {
        counts[host] = entry.counts;
    }
    return counts;
}

}  // namespace levada
