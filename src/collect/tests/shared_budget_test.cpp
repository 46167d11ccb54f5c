// The proof of the rate budget: eight streams at once, of one pipeline or of two, against an API that allows 100
// requests a minute.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "levada/base/time.h"
#include "levada/collect/polite_http.h"

namespace levada {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr int kStreams = 8;
constexpr int kRequestsPerWindow = 100;

/// Time for several threads of which one at a time runs: whoever has to wake first. So a run is the same every time.
class TurnClock final : public Clock {
public:
    /// Begins so many seconds after a full minute.
    TurnClock(int threads, seconds phase) : phase_(phase) {
        for (int i = 0; i < threads; ++i) {
            wakes_[i] = nanoseconds(0);
        }
    }
    Instant now() const override {
        const std::scoped_lock lock(mutex_);
        return Instant(seconds(1'767'225'600)) + phase_ + now_;
    }
    Monotonic monotonic() const override {
        const std::scoped_lock lock(mutex_);
        return Monotonic(now_ + seconds(1));
    }
    void sleep_for(nanoseconds duration) override {
        std::unique_lock lock(mutex_);
        wakes_[self] = now_ + duration;
        pass_on();
        turned_.wait(lock, [this] { return running_ == self; });
    }
    /// Called first and last by each thread.
    void enter(int thread) {
        self = thread;
        std::unique_lock lock(mutex_);
        turned_.wait(lock, [this] { return running_ == self; });
    }
    void leave() {
        const std::scoped_lock lock(mutex_);
        wakes_.erase(self);
        if (!wakes_.empty()) {
            pass_on();
        }
    }
    nanoseconds elapsed() const {
        const std::scoped_lock lock(mutex_);
        return now_;
    }

private:
    void pass_on() {
        const auto first = std::min_element(
            wakes_.begin(), wakes_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
        running_ = first->first;
        now_ = std::max(now_, first->second);
        turned_.notify_all();
    }

    static thread_local int self;
    mutable std::mutex mutex_;
    std::condition_variable turned_;
    seconds phase_;
    nanoseconds now_{0};
    std::map<int, nanoseconds> wakes_;
    int running_ = 0;
};
thread_local int TurnClock::self = 0;

/// How an API counts and what it says.
struct ApiKind {
    const char* name;
    bool is_sliding;         ///< else windows by the clock
    std::string_view tells;  ///< "x": X-RateLimit-*, "ietf": RateLimit, "": Retry-After of a refusal only
    seconds window{60};
    seconds phase{17};  ///< of the first request, after a full minute
    int minutes = 10;   ///< that it is asked for
    int used_percent_min = 85;
};

/// An API with a limit, each answer after 50 to 300 ms.
class LimitedApi final : public Http {
public:
    LimitedApi(TurnClock& clock, const ApiKind& kind) : clock_(clock), kind_(kind) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline /*deadline*/) override {
        const milliseconds latency(50 + next_random() % 250);
        clock_.sleep_for(latency / 2);
        HttpResponse response = count(request);
        clock_.sleep_for(latency / 2);
        return response;
    }
    void recycle(HttpResponse&& /*response*/) override {}

    std::map<std::int64_t, int> accepted{};  ///< by minute of the run
    std::map<std::int64_t, int> refused{};
    std::map<std::string, int> by_stream{};

private:
    HttpResponse count(const HttpRequest& request) {
        const auto now = std::chrono::duration_cast<milliseconds>(clock_.now().time_since_epoch());
        const milliseconds window = kind_.window;
        while (!times_.empty() &&
               (kind_.is_sliding ? now - times_.front() >= window : now / window != times_.front() / window)) {
            times_.pop_front();
        }
        const bool is_refused = times_.size() >= kRequestsPerWindow;
        const std::int64_t run_minute = clock_.elapsed() / std::chrono::minutes(1);
        (is_refused ? refused : accepted)[run_minute] += 1;
        if (!is_refused) {
            times_.push_back(now);
            by_stream[std::string(request.headers.find("X-Pipeline").value_or("")) + "." + request.stream] += 1;
        }
        const milliseconds reset = kind_.is_sliding ? times_.front() + window - now : window - now % window;
        const std::int64_t reset_seconds = std::chrono::ceil<seconds>(reset).count();
        HttpResponse response;
        response.status = is_refused ? 429 : 200;
        const std::string left = std::to_string(kRequestsPerWindow - static_cast<int>(times_.size()));
        if (kind_.tells == "x") {
            response.headers.add("X-RateLimit-Remaining", left);
            response.headers.add("X-RateLimit-Reset", std::to_string(std::chrono::ceil<seconds>(now + reset).count()));
        } else if (kind_.tells == "ietf") {
            response.headers.add("RateLimit", "\"default\";r=" + left + ";t=" + std::to_string(reset_seconds));
        } else if (is_refused) {
            response.headers.add("Retry-After", std::to_string(reset_seconds));
        }
        return response;
    }
    std::uint32_t next_random() {
        seed_ = seed_ * 1'664'525U + 1'013'904'223U;
        return seed_ >> 8U;
    }

    TurnClock& clock_;
    const ApiKind& kind_;
    std::deque<milliseconds> times_;
    std::uint32_t seed_ = 1;
};

/// What eight streams did in that time, split over so many pipelines: each with a BudgetHttp of its own, as runs of
/// one `levada up` have.
void run_streams(TurnClock& clock, LimitedApi& api, int pipelines, std::chrono::minutes length) {
    RateBudgets budgets;
    std::vector<Asker> askers;
    for (int i = 0; i < pipelines; ++i) {
        askers.push_back({"pipeline" + std::to_string(i), PolitenessKeys({Secret("shared")})});
    }
    std::vector<std::unique_ptr<BudgetHttp>> https;
    for (const Asker& asker : askers) {
        https.push_back(std::make_unique<BudgetHttp>(api, clock, budgets, asker, WaitListener()));
    }
    std::vector<std::jthread> streams;
    for (int i = 0; i < kStreams; ++i) {
        streams.emplace_back([&clock, &https, pipelines, length, i] {
            clock.enter(i);
            HttpRequest request{.url = "https://api.example/items"};
            request.headers.add("Authorization", "Bearer shared");
            // The streams of all pipelines have the same names.
            request.stream = "stream" + std::to_string(i / pipelines);
            request.headers.add("X-Pipeline", std::to_string(i % pipelines));
            BudgetHttp& http = *https[static_cast<std::size_t>(i % pipelines)];
            while (clock.elapsed() < length) {
                EXPECT_TRUE(http.send(request, Deadline::never()).has_value());
            }
            clock.leave();
        });
    }
}

void expect_fair_and_polite(const ApiKind& kind, int pipelines) {
    const std::string name = std::string(kind.name) + ", pipelines: " + std::to_string(pipelines) + ", windows of " +
                             std::to_string(kind.window.count()) + " s from second " +
                             std::to_string(kind.phase.count());
    TurnClock clock(kStreams, kind.phase);
    LimitedApi api(clock, kind);
    run_streams(clock, api, pipelines, std::chrono::minutes(kind.minutes));
    int used = 0;
    for (std::int64_t minute = 1; minute < kind.minutes; ++minute) {
        EXPECT_EQ(api.refused[minute], 0) << "case: " << name << ", minute " << minute;
        used += api.accepted[minute];
    }
    const std::int64_t windows = std::chrono::minutes(kind.minutes - 1) / kind.window;
    EXPECT_GE(used, kRequestsPerWindow * windows * kind.used_percent_min / 100) << "case: " << name;
    const auto [least, most] = std::minmax_element(
        api.by_stream.begin(), api.by_stream.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    EXPECT_EQ(api.by_stream.size(), static_cast<std::size_t>(kStreams)) << "case: " << name;
    EXPECT_GE(least->second * 4, most->second * 3) << "case: " << name << ": the shares differ";
}

TEST(SharedBudget, NoRefusalAfterTheFirstMinuteFromEightStreams) {
    // Goal: eight streams that ask as fast as they may are refused by no kind of API after the first minute, use what
    // it allows, and get the same share, whether they are of one pipeline or of two on the same host and credential.
    // Method: ten minutes of simulated time.
    const ApiKind kinds[] = {
        {"minutes, X-RateLimit", false, "x"},
        {"minutes, RateLimit", false, "ietf"},
        {"minutes, only Retry-After", false, ""},
        {"sliding, X-RateLimit", true, "x"},
        {"sliding, only Retry-After", true, ""},
    };
    for (const ApiKind& kind : kinds) {
        expect_fair_and_polite(kind, 1);
        expect_fair_and_polite(kind, 2);
    }
}

TEST(SharedBudget, LearnsHowLongAWindowIsWithinTheFirstMinute) {
    // Goal: where an API says nothing but how long to wait, the first refusal comes in the middle of a window that had
    // begun before: its length is not known, and yet nothing is refused after the first minute and what the API allows
    // is used, be its windows short or a minute long, and wherever in one the first request comes. Of a window of 5 s a
    // Retry-After of whole seconds takes a part.
    struct Case {
        int window;
        std::vector<int> phases;
    };
    const Case cases[] = {{5, {4}}, {10, {3, 9}}, {15, {2}}, {60, {0, 36, 50, 59}}};
    for (const Case& c : cases) {
        for (const int phase : c.phases) {
            expect_fair_and_polite({.name = "only Retry-After",
                                    .is_sliding = false,
                                    .tells = "",
                                    .window = seconds(c.window),
                                    .phase = seconds(phase),
                                    .minutes = c.window == 60 ? 4 : 3,
                                    .used_percent_min = 80},
                                   1);
        }
    }
}

}  // namespace
}  // namespace levada
