#include "serve/politeness_metrics.h"

namespace levada::app {

namespace {

double value_of(CircuitBreaker::State state) {
    switch (state) {
        case CircuitBreaker::State::open:
            return 2;
        case CircuitBreaker::State::half_open:
            return 1;
        default:
            return 0;
    }
}

double seconds_of(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

}  // namespace

PolitenessMetrics::PolitenessMetrics(observe::MetricsRegistry& metrics,
                                     const CircuitBreakers& breakers,
                                     const RateBudgets& budgets,
                                     const RetryBudgets& retries)
    : metrics_(metrics), breakers_(breakers), budgets_(budgets), retries_(retries) {
    metrics_.before_expose([this] { update(); });
}

void PolitenessMetrics::update() {
    const std::scoped_lock lock(mutex_);
    show_breakers();
    show_budgets();
    show_retries();
}

/// A counter only grows; one that was forgotten and begins anew stays where it is until it has grown past that.
void PolitenessMetrics::count_up_to(const char* name, const char* help, const std::string& host, std::uint64_t total) {
    observe::Counter& counter = metrics_.counter(name, help, {{"host", host}});
    if (total > counter.value()) {
        counter.add(total - counter.value());
    }
}

void PolitenessMetrics::show_breakers() {
    for (const auto& [host, counts] : breakers_.counts()) {
        metrics_
            .gauge(
                "levada_circuit_state", "Circuit breaker of a host: 0 closed, 1 half-open, 2 open.", {{"host", host}})
            .set(value_of(counts.state));
        metrics_
            .gauge("levada_circuit_waited_seconds", "Time that requests waited for an open circuit.", {{"host", host}})
            .set(seconds_of(counts.waited));
        count_up_to("levada_circuit_opened_total", "Times that a circuit opened.", host, counts.opened);
        count_up_to("levada_circuit_waits_total", "Requests that waited for an open circuit.", host, counts.waits);
    }
}

void PolitenessMetrics::show_budgets() {
    for (const auto& [host, waits] : budgets_.waits()) {
        metrics_.gauge("levada_budget_waited_seconds", "Time that requests waited for a rate budget.", {{"host", host}})
            .set(seconds_of(waits.time));
        count_up_to("levada_budget_waits_total", "Requests that waited for a rate budget.", host, waits.count);
    }
}

void PolitenessMetrics::show_retries() {
    for (const auto& [host, counts] : retries_.counts()) {
        count_up_to("levada_request_retries_total", "Requests that were sent again.", host, counts.retries);
        count_up_to("levada_request_retries_refused_total",
                    "Requests that were not sent again because a retry budget was spent.",
                    host,
                    counts.refused);
    }
}

}  // namespace levada::app
