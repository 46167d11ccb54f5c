#include "serve/politeness_metrics.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

using std::chrono::seconds;

TEST(PolitenessMetrics, ShowsWhatHappenedByHost) {
    // Goal: each look shows what is known by then; a counter that begins anew never goes back.
    observe::MetricsRegistry metrics;
    CircuitBreakers breakers({.outcome_count_min = 1});
    RateBudgets budgets;
    RetryBudgets retries;
    const PolitenessMetrics shown(metrics, breakers, budgets, retries);
    EXPECT_EQ(metrics.expose().find("levada_"), std::string::npos) << "nothing happened yet";

    const Monotonic now(seconds(1));
    breakers.note("a.example k1", CircuitBreaker::Ending::failed, seconds(1), now);
    breakers.note_wait("a.example k1", seconds(30));
    budgets.note_wait("a.example k1", seconds(2));
    budgets.note_wait("a.example k2", std::chrono::milliseconds(500));
    retries.take("b.example", now);
    retries.note_refused("b.example");
    const std::string out = metrics.expose();
    for (const char* line : {"levada_circuit_state{host=\"a.example\"} 2\n",
                             "levada_circuit_opened_total{host=\"a.example\"} 1\n",
                             "levada_circuit_waits_total{host=\"a.example\"} 1\n",
                             "levada_circuit_waited_seconds{host=\"a.example\"} 30\n",
                             "levada_budget_waits_total{host=\"a.example\"} 2\n",
                             "levada_budget_waited_seconds{host=\"a.example\"} 2.5\n",
                             "levada_request_retries_total{host=\"b.example\"} 1\n",
                             "levada_request_retries_refused_total{host=\"b.example\"} 1\n"}) {
        EXPECT_NE(out.find(line), std::string::npos) << line << out;
    }
    EXPECT_EQ(metrics.expose(), out) << "nothing is counted twice";

    breakers.wait_before_request("a.example k1", now + std::chrono::hours(1));
    EXPECT_NE(metrics.expose().find("levada_circuit_state{host=\"a.example\"} 1\n"), std::string::npos);
}

}  // namespace
}  // namespace levada::app
