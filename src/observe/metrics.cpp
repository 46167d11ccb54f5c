#include "levada/observe/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "levada/base/ascii.h"
#include "levada/base/assert.h"

namespace levada::observe {

namespace {

bool is_name(std::string_view name) {
    const auto is_letter = [](char c) { return is_ascii_letter(c) || c == '_'; };
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_ascii_digit(c); });
}

void append_escaped(std::string& out, std::string_view text, bool is_label) {
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && is_label) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
}

std::string show(const Labels& labels) {
    std::string out;
    for (const auto& [name, value] : labels) {
        LEVADA_ASSERT(is_name(name) && name != "le");
        out += out.empty() ? "" : ",";
        out += name + "=\"";
        append_escaped(out, value, true);
        out += '"';
    }
    return out;
}

std::string show(double value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), static_cast<std::size_t>(end - text.data())};
}

void append_sample(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
    out += name;
    out += labels.empty() ? "" : "{" + labels + "}";
    out += " " + value + "\n";
}

Labels others(const Labels& labels) {
    Labels merged = labels;
    for (auto& label : merged) {
        label.second = "other";
    }
    return merged;
}

}  // namespace

void Gauge::add(double amount) {
    double before = value_.load(std::memory_order_relaxed);
    while (!value_.compare_exchange_weak(before, before + amount, std::memory_order_relaxed)) {
    }
}

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {
    LEVADA_ASSERT(std::ranges::is_sorted(bounds_));
}

void Histogram::observe(double value) {
    const auto place = std::ranges::lower_bound(bounds_, value);
    counts_[static_cast<std::size_t>(place - bounds_.begin())].fetch_add(1, std::memory_order_relaxed);
    sum_.add(value);
}

std::vector<double> duration_buckets() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

MetricsRegistry::Series& MetricsRegistry::series(std::string_view name,
                                                 std::string_view help,
                                                 Kind kind,
                                                 const Labels& labels) {
    LEVADA_ASSERT(is_name(name));
    auto family = families_.find(name);
    if (family == families_.end()) {
        family = families_.try_emplace(std::string(name), Family{kind, std::string(help), {}}).first;
    }
    LEVADA_ASSERT(family->second.kind == kind);
    auto& all = family->second.series;
    const std::string key = show(labels);
    const auto found = all.find(key);
    if (found != all.end()) {
        return found->second;
    }
    return all[all.size() < kSeriesMax ? key : show(others(labels))];
}

Counter& MetricsRegistry::counter(std::string_view name, std::string_view help, const Labels& labels) {
    LEVADA_ASSERT(name.ends_with("_total"));
    const std::scoped_lock lock(mutex_);
    Series& found = series(name, help, Kind::counter, labels);
    if (found.counter == nullptr) {
        found.counter = std::make_unique<Counter>();
    }
    return *found.counter;
}

Gauge& MetricsRegistry::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    const std::scoped_lock lock(mutex_);
    Series& found = series(name, help, Kind::gauge, labels);
    if (found.gauge == nullptr) {
        found.gauge = std::make_unique<Gauge>();
    }
    return *found.gauge;
}

Histogram& MetricsRegistry::histogram(std::string_view name,
                                      std::string_view help,
                                      const std::vector<double>& bounds,
                                      const Labels& labels) {
    const std::scoped_lock lock(mutex_);
    Series& found = series(name, help, Kind::histogram, labels);
    if (found.histogram == nullptr) {
        found.histogram = std::make_unique<Histogram>(bounds);
    }
    return *found.histogram;
}

void MetricsRegistry::before_expose(std::function<void()> hook) {
    const std::scoped_lock lock(mutex_);
    hooks_.push_back(std::move(hook));
}

void MetricsRegistry::append_series(std::string& out,
                                    const std::string& name,
                                    const std::string& labels,
                                    const Series& series) {
    if (series.counter != nullptr) {
        append_sample(out, name, labels, std::to_string(series.counter->value()));
        return;
    }
    if (series.gauge != nullptr) {
        append_sample(out, name, labels, show(series.gauge->value()));
        return;
    }
    const Histogram& histogram = *series.histogram;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
        total += histogram.count_in(i);
        const std::string bound = i < histogram.bounds().size() ? show(histogram.bounds()[i]) : "+Inf";
        std::string bucket_labels = labels.empty() ? "" : labels + ",";
        bucket_labels.append("le=\"").append(bound).append("\"");
        append_sample(out, name + "_bucket", bucket_labels, std::to_string(total));
    }
    append_sample(out, name + "_sum", labels, show(histogram.sum()));
    append_sample(out, name + "_count", labels, std::to_string(total));
}

std::string MetricsRegistry::expose() {
    std::vector<std::function<void()>> hooks;
    {
        const std::scoped_lock lock(mutex_);
        hooks = hooks_;
    }
    for (const std::function<void()>& hook : hooks) {
        hook();
    }
    constexpr std::string_view kKinds[] = {"counter", "gauge", "histogram"};
    const std::scoped_lock lock(mutex_);
    std::string out;
    for (const auto& [name, family] : families_) {
        out += "# HELP " + name + " ";
        append_escaped(out, family.help, false);
        out += "\n# TYPE " + name + " " + std::string(kKinds[static_cast<std::size_t>(family.kind)]) + "\n";
        for (const auto& [labels, series] : family.series) {
            append_series(out, name, labels, series);
        }
    }
    return out;
}

Response metrics_response(MetricsRegistry& registry) {
    return Response::text(200, registry.expose(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace levada::observe
