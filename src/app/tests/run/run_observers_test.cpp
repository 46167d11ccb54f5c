#include "run/run_observers.h"

#include "shop_services.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::app {
namespace {

class TwoBytes final : public Http {
public:
    Result<HttpResponse> send(const HttpRequest& request, Deadline /*deadline*/) override {
        if (request.url.empty()) {
            return Error(ErrorCode::unavailable, "no");
        }
        HttpResponse response;
        response.status = 200;
        response.body = "{}";
        return response;
    }
    void recycle(HttpResponse&& /*response*/) override { ++recycled; }
    int recycled = 0;
};

TEST(CountingHttp, CountsPagesAndBytesOfStreams) {
    testing::ManualClock clock;
    observe::Progress progress(silent_progress(), [](std::string_view) {}, clock);
    progress.start("posts");
    TwoBytes inner;
    const std::atomic<bool> is_stopping = false;
    std::vector<std::string> waits;
    WaitingClock waiting(clock, progress, is_stopping, [&waits](const auto& stream, const auto& why, auto /*wait*/) {
        waits.push_back(stream + ": " + why);
    });
    std::vector<std::string> ends;
    CountingHttp http(
        inner, progress, waiting, [&ends](const HttpRequest& /*request*/, const auto& end) { ends.push_back(end); });
    HttpRequest request;
    request.url = "http://x";
    ASSERT_TRUE(http.send(request, Deadline::never()));
    EXPECT_EQ(progress.total().pages, 0U) << "a request of no stream is no page";
    request.stream = "posts";
    ASSERT_TRUE(http.send(request, Deadline::never()));
    request.url.clear();
    EXPECT_FALSE(http.send(request, Deadline::never()));
    EXPECT_EQ(progress.total().pages, 1U);
    EXPECT_EQ(progress.total().bytes, 2U);
    EXPECT_EQ(ends, std::vector<std::string>({"unavailable: no"}));
    waiting.sleep_for(std::chrono::seconds(2));
    waiting.sleep_for(std::chrono::seconds(3));
    waiting.sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(waits, std::vector<std::string>({"posts: after unavailable: no", "posts: the API's limit"}));
    http.recycle({});
    EXPECT_EQ(inner.recycled, 1);
}

TEST(WaitingClock, EachReaderWaitsForItsOwnReason) {
    testing::ManualClock inner;
    observe::Progress progress(silent_progress(), [](std::string_view) {}, inner);
    const std::atomic<bool> is_stopping = false;
    std::vector<std::string> waits;
    WaitingClock clock(inner, progress, is_stopping, [&waits](const auto& stream, const auto& why, auto /*wait*/) {
        waits.push_back(stream + ": " + why);
    });
    clock.set_stream("posts");
    clock.set_cause("after HTTP 503");
    std::jthread([&clock] {
        clock.set_stream("users");
        clock.set_cause("the rate budget is spent");
    }).join();
    clock.sleep_for(std::chrono::seconds(1));
    EXPECT_EQ(waits, std::vector<std::string>{"posts: after HTTP 503"}) << "not what another thread waits for";
}

TEST(WaitingClock, WaitsWholeUnlessStopped) {
    testing::ManualClock inner;
    observe::Progress progress(silent_progress(), [](std::string_view) {}, inner);
    std::atomic<bool> is_stopping = false;
    WaitingClock clock(inner, progress, is_stopping, {});
    clock.set_stream("posts");
    clock.sleep_for(std::chrono::milliseconds(250));
    EXPECT_EQ(inner.slept(), std::chrono::milliseconds(250));
    is_stopping = true;
    clock.sleep_for(std::chrono::hours(1));
    EXPECT_EQ(inner.slept(), std::chrono::milliseconds(250));
}

}  // namespace
}  // namespace levada::app
