#include "levada/observe/metrics.h"

#include <limits>

#include <gtest/gtest.h>

namespace levada::observe {
namespace {

TEST(Metrics, Expose) {
    MetricsRegistry registry;
    registry.counter("levada_records_total", "Records read.", {{"pipeline", "shop"}, {"stream", "a\"b\\c\nd"}}).add(3);
    registry.counter("levada_records_total", "Records read.", {{"pipeline", "shop"}, {"stream", "x"}}).add();
    registry.gauge("levada_lag", "Messages waiting\nnow.").set(1.5);
    Histogram& histogram = registry.histogram("levada_wait_seconds", "Waits.", {0.1, 1}, {{"host", "h"}});
    histogram.observe(0.1);
    histogram.observe(0.5);
    histogram.observe(7);
    EXPECT_EQ(registry.expose(),
              "# HELP levada_lag Messages waiting\\nnow.\n# TYPE levada_lag gauge\nlevada_lag 1.5\n"
              "# HELP levada_records_total Records read.\n# TYPE levada_records_total counter\n"
              "levada_records_total{pipeline=\"shop\",stream=\"a\\\"b\\\\c\\nd\"} 3\n"
              "levada_records_total{pipeline=\"shop\",stream=\"x\"} 1\n"
              "# HELP levada_wait_seconds Waits.\n# TYPE levada_wait_seconds histogram\n"
              "levada_wait_seconds_bucket{host=\"h\",le=\"0.1\"} 1\n"
              "levada_wait_seconds_bucket{host=\"h\",le=\"1\"} 2\n"
              "levada_wait_seconds_bucket{host=\"h\",le=\"+Inf\"} 3\n"
              "levada_wait_seconds_sum{host=\"h\"} 7.6\n"
              "levada_wait_seconds_count{host=\"h\"} 3\n");
}

TEST(Metrics, SameMetricIsGivenAgain) {
    MetricsRegistry registry;
    Counter& first = registry.counter("a_total", "A.", {{"k", "v"}});
    EXPECT_EQ(&first, &registry.counter("a_total", "A.", {{"k", "v"}}));
    EXPECT_NE(&first, &registry.counter("a_total", "A.", {{"k", "w"}}));
}

TEST(Metrics, TooManySeriesShareOne) {
    MetricsRegistry registry;
    for (std::size_t i = 0; i < MetricsRegistry::kSeriesMax + 5; ++i) {
        registry.counter("a_total", "A.", {{"k", std::to_string(i)}}).add();
    }
    EXPECT_EQ(registry.counter("a_total", "A.", {{"k", "yet another"}}).value(), 5U);
    EXPECT_NE(registry.expose().find("a_total{k=\"other\"} 5\n"), std::string::npos);
}

TEST(Metrics, HooksRunBeforeEachExpose) {
    MetricsRegistry registry;
    Gauge& gauge = registry.gauge("g", "G.");
    registry.before_expose([&] { gauge.add(1); });
    registry.expose();
    EXPECT_NE(registry.expose().find("\ng 2\n"), std::string::npos);
    gauge.set(std::numeric_limits<double>::infinity());
    EXPECT_NE(registry.expose().find("\ng +Inf\n"), std::string::npos);
}

TEST(Metrics, Response) {
    MetricsRegistry registry;
    registry.gauge("g", "G.").set(1);
    const levada::Response response = metrics_response(registry);
    EXPECT_EQ(response.headers.front().value, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(response.body, "# HELP g G.\n# TYPE g gauge\ng 1\n");
}

}  // namespace
}  // namespace levada::observe
