// The proof that streams of one run share an API's limit fairly: eight at once, 100 requests a minute.
#include "run/connector.h"
#include "run/reading.h"
#include "shop_services.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "levada/adapters/process_runtime.h"

namespace levada::app {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr int kStreams = 8;
constexpr int kRequestsPerMinute = 100;
constexpr int kPages = 120;  // No stream can have all of them before the limit is known.

/// Simulated time for a known number of threads: it stands while one of them works, and when all wait it goes on to
/// where the first one wakes.
class SharedClock final : public Clock {
public:
    explicit SharedClock(int threads) : working_(threads) {}

    Instant now() const override { return Instant(seconds(1'767'225'600)) + elapsed(); }
    Monotonic monotonic() const override { return Monotonic(elapsed() + seconds(1)); }
    void sleep_for(nanoseconds duration) override {
        std::unique_lock lock(mutex_);
        const nanoseconds wake = now_ + std::max(duration, nanoseconds(1));
        wakes_.insert(wake);
        leave_locked();
        if (!changed_.wait_for(lock, seconds(30), [&] { return now_ >= wake; })) {
            ADD_FAILURE() << "time stands still";
        }
    }
    /// A thread does not wait any more.
    void leave() {
        const std::scoped_lock lock(mutex_);
        leave_locked();
    }
    nanoseconds elapsed() const {
        const std::scoped_lock lock(mutex_);
        return now_;
    }

private:
    void leave_locked() {
        if (--working_ > 0 || wakes_.empty()) {
            return;
        }
        now_ = *wakes_.begin();
        while (!wakes_.empty() && *wakes_.begin() <= now_) {
            wakes_.erase(wakes_.begin());
            ++working_;
        }
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    nanoseconds now_{0};
    std::multiset<nanoseconds> wakes_;
    int working_;
};

/// An API that counts by the minute and says no more than Retry-After.
class LimitedShop {
public:
    explicit LimitedShop(SharedClock& clock)
        : clock_(clock), server_([this](const std::string& request) { return answer(request); }) {}

    std::string url() const { return server_.url(); }

    std::map<std::int64_t, int> refused{};  ///< by minute
    std::map<std::string, int> accepted{};  ///< by path, from the first refusal until the first stream ended

private:
    std::string answer(const std::string& request) {
        const std::int64_t minute = clock_.elapsed() / std::chrono::minutes(1);
        if (++count_[minute] > kRequestsPerMinute) {
            ++refused[minute];
            const auto reset = std::chrono::minutes(minute + 1) - clock_.elapsed();
            const std::string wait = std::to_string(std::chrono::ceil<seconds>(reset).count());
            return "HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + wait + "\r\nContent-Length: 2\r\n\r\n{}";
        }
        const std::string path = request.substr(4, request.find('?') - 4);
        const int page = std::stoi(request.substr(request.find("page=") + 5));
        if (page > kPages) {
            has_one_ended_ = true;
            clock_.leave();
            return testing::LoopbackServer::ok("[]");
        }
        accepted[path] += refused.empty() || has_one_ended_ ? 0 : 1;
        return testing::LoopbackServer::ok("[{\"id\":" + std::to_string(page) + "}]");
    }

    SharedClock& clock_;
    std::map<std::int64_t, int> count_;
    bool has_one_ended_ = false;
    testing::LoopbackServer server_;
};

std::string manifest() {
    std::string text =
        "version: 6.0.0\ntype: DeclarativeSource\ncheck: {type: CheckStream, stream_names: [s0]}\nstreams:\n";
    for (int i = 0; i < kStreams; ++i) {
        const std::string name = "s" + std::to_string(i);
        text += "  - type: DeclarativeStream\n    name: " + name +
                "\n    schema_loader: {type: InlineSchemaLoader, schema: {type: object}}\n"
                "    retriever:\n      type: SimpleRetriever\n"
                "      requester:\n        type: HttpRequester\n        url_base: \"{{ config['base_url'] }}\"\n"
                "        path: /" +
                name +
                "\n        authenticator: {type: BearerAuthenticator, api_token: \"{{ config['api_key'] }}\"}\n"
                "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n"
                "      paginator:\n        type: DefaultPaginator\n"
                "        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}\n"
                "        pagination_strategy: {type: PageIncrement, page_size: 1, start_from_page: 1, "
                "inject_on_first_request: true}\n";
    }
    return text +
           "spec:\n  type: Spec\n  connection_specification: {type: object, properties: {api_key: {type: string, "
           "airbyte_secret: true}}}\n";
}

observe::ProgressOptions silent() {
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    return options;
}

TEST(FairReading, EightStreamsOfOneRunShareAHundredRequestsAMinute) {
    // Goal: the API refuses nothing after the first minute, and no stream starves. Method: simulated time.
    std::unique_ptr<Clock> system;  // The services were opened with it.
    ShopServices shop;
    Services& services = *shop.services;
    auto shared = std::make_unique<SharedClock>(kStreams);
    SharedClock& clock = *shared;
    system = std::exchange(services.clock, std::move(shared));
    LimitedShop api(clock);
    shop.shop.write("shop.yaml", manifest());
    Pipeline& pipeline = shop.project.pipelines.front();
    pipeline.config.set("base_url", api.url());
    pipeline.concurrency = kStreams;
    const std::atomic<bool> is_stopping = false;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    CurlHttp http(http_options_of(pipeline), clock);
    ProcessRuntime programs(clock, is_stopping);
    const auto preparation = prepare(services, pipeline, {}, http, programs);
    ASSERT_TRUE(preparation) << preparation.error().to_string();
    const auto numbers = take_numbers(services, pipeline, preparation->plan);
    ASSERT_TRUE(numbers) << numbers.error().to_string();
    observe::Progress progress(silent(), [](std::string_view) {}, clock);
    RunNotes notes(services, pipeline.name, request.run_id);
    StopGrace grace(clock, is_stopping);
    const Loading loading{services, shop.project, pipeline, no_log()};
    ThreadExecutor executor(1, 1);
    RunStop stop(is_stopping);
    LoadingBeside beside({loading, progress, notes, is_stopping, executor}, preparation->plan);

    const auto streams =
        read_into_queue(services, *preparation, {request, progress, notes, grace, beside, stop}, *numbers);

    ASSERT_TRUE(streams) << streams.error().to_string();
    ASSERT_EQ(streams->size(), static_cast<std::size_t>(kStreams));
    for (const CollectedStream& stream : *streams) {
        EXPECT_EQ(stream.outcome, StreamOutcome::complete) << stream.name;
        EXPECT_EQ(stream.record_count, kPages) << stream.name;
    }
    for (const auto& [minute, count] : api.refused) {
        EXPECT_EQ(minute, 0) << count << " requests were refused in this minute";
    }
    ASSERT_EQ(api.accepted.size(), static_cast<std::size_t>(kStreams));
    const auto [least, most] = std::ranges::minmax_element(
        api.accepted, [](const auto& one, const auto& other) { return one.second < other.second; });
    EXPECT_GE(least->second * 4, most->second * 3) << least->first << " starved: the shares differ";
}

}  // namespace
}  // namespace levada::app
