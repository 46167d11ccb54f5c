#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/ports/handler.h"

namespace levada::observe {

/// Label names and values, in the order they are shown.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// A number that only grows. Thread-safe and lock-free.
class Counter {
public:
    void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down. Thread-safe and lock-free.
class Gauge {
public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }
    void add(double amount);
    double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

/// Counts observations into buckets. Thread-safe and lock-free.
class Histogram {
public:
    /// `bounds` are the buckets' upper ends (inclusive), growing; the one to infinity is added.
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);

    const std::vector<double>& bounds() const { return bounds_; }
    /// Observations in bucket `i` alone; `i` may be bounds().size().
    std::uint64_t count_in(std::size_t i) const { return counts_[i].load(std::memory_order_relaxed); }
    double sum() const { return sum_.value(); }

private:
    std::vector<double> bounds_;
    std::vector<std::atomic<std::uint64_t>> counts_;
    Gauge sum_;
};

/// Upper ends for durations in seconds: 1 ms to 60 s.
std::vector<double> duration_buckets();

/// All metrics of the process. Asking for a metric makes it or gives the one there is: keep the reference, it stays
/// valid as long as the registry. Names, label names and kinds are the program's own, so a wrong or contradicting one
/// is an assertion. Thread-safe.
class MetricsRegistry {
public:
    /// Most label sets of one metric; past it, all further sets share one whose label values are "other".
    static constexpr std::size_t kSeriesMax = 1'000;

    /// `name` ends in _total, as Prometheus wants of counters.
    Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    Histogram& histogram(std::string_view name,
                         std::string_view help,
                         const std::vector<double>& bounds,
                         const Labels& labels = {});
    /// Called at the start of each expose(), to set gauges from what others know (queue lag, memory).
    void before_expose(std::function<void()> hook);

    /// Prometheus' text exposition format, version 0.0.4, sorted by name.
    /// Source: Prometheus documentation, "Exposition formats".
    std::string expose();

private:
    enum class Kind : std::uint8_t { counter, gauge, histogram };
    struct Series {
        std::unique_ptr<Counter> counter;
        std::unique_ptr<Gauge> gauge;
        std::unique_ptr<Histogram> histogram;
    };
    struct Family {
        Kind kind = Kind::counter;
        std::string help;
        std::map<std::string, Series, std::less<>> series;  ///< By its labels as they are shown.
    };

    Series& series(std::string_view name, std::string_view help, Kind kind, const Labels& labels);
    static void append_series(std::string& out,
                              const std::string& name,
                              const std::string& labels,
                              const Series& series);

    std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
    std::vector<std::function<void()>> hooks_;
};

/// GET /metrics.
Response metrics_response(MetricsRegistry& registry);

}  // namespace levada::observe
