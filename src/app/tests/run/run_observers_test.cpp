#include "run/run_observers.h"

#include "shop_services.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "levada/ports/storage_fact.h"
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
        response.status = request.url == "http://x/busy" ? 503 : 200;
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
    const RunStop stop(is_stopping);
    std::vector<std::string> waits;
    WaitingClock waiting(clock, progress, stop, [&waits](const auto& stream, const auto& why, auto /*wait*/) {
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
    request.url = "http://x/busy";
    ASSERT_TRUE(http.send(request, Deadline::never()));
    EXPECT_EQ(progress.total().pages, 1U) << "a failure that came as an answer is no page";
    EXPECT_EQ(progress.total().bytes, 4U) << "but it was received";
    EXPECT_EQ(ends.back(), "HTTP 503");
    waiting.sleep_for(std::chrono::seconds(2));
    waiting.sleep_for(std::chrono::seconds(3));
    waiting.sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(waits, std::vector<std::string>({"posts: after HTTP 503", "posts: the API's limit"}));
    http.recycle({});
    EXPECT_EQ(inner.recycled, 1);
}

class ScriptedPrograms final : public PythonRuntime {
public:
    Result<ProgramEnd> run(const ProgramCall& /*call*/, ProgramOutput& /*output*/, Deadline /*deadline*/) override {
        clock.advance(std::chrono::seconds(3));
        return end;
    }
    testing::ManualClock clock;
    Result<ProgramEnd> end = ProgramEnd{};
};

class NoOutput final : public ProgramOutput {
public:
    Status line(std::string_view /*text*/) override { return ok(); }
    Status log_line(std::string_view /*text*/) override { return ok(); }
    Status idle() override { return ok(); }
};

/// Answers with a status, or as a disk that is full.
class StatusOrFullDisk final : public Http {
public:
    Result<HttpResponse> send(const HttpRequest& /*request*/, Deadline /*deadline*/) override {
        ++count;
        if (status == 0) {
            return Error(ErrorCode::unavailable, "no space left").with(kStorageFact, "raw zone");
        }
        HttpResponse response;
        response.status = status;
        return response;
    }
    void recycle(HttpResponse&& /*response*/) override {}
    int status = 200;
    int count = 0;
};

TEST(GuardedHttp, AsksNothingMoreOnceTheRunIsGivenUp) {
    // Goal: a response that cannot be kept ends the run, whatever stream it was for; no other stream asks after that.
    const std::atomic<bool> is_told = false;
    RunStop stop(is_told);
    CredentialWatch credentials(2, stop);
    StatusOrFullDisk inner;
    GuardedHttp http(inner, stop, credentials);
    inner.status = 503;
    EXPECT_TRUE(http.send({}, Deadline::never()));
    EXPECT_FALSE(stop.is_given_up()) << "an API that is down is none of that";
    inner.status = 0;
    EXPECT_FALSE(http.send({}, Deadline::never()));
    EXPECT_TRUE(stop.is_given_up());
    EXPECT_NE(stop.cause().find("no space left"), std::string::npos) << stop.cause();
    inner.status = 200;
    EXPECT_EQ(http.send({}, Deadline::never()).error().code(), ErrorCode::cancelled);
    EXPECT_EQ(inner.count, 2);
}

TEST(NotedPrograms, TellOfEachThatDidNotEndWell) {
    struct Case {
        const char* name;
        Result<ProgramEnd> end;
        const char* want;
    };
    const Case cases[] = {
        {"well", ProgramEnd{}, ""},
        {"a code", ProgramEnd{.exit_code = 2}, "the program tap-shop ended after 3 s: exit code 2"},
        {"a signal", ProgramEnd{.exit_code = 0, .signal = 9}, "the program tap-shop ended after 3 s: signal 9"},
        {"no such program",
         Error(ErrorCode::not_found, "no such program"),
         "the program tap-shop ended after 3 s: no such program"},
        {"told to end", Error(ErrorCode::cancelled, "told to end"), ""},
    };
    for (const Case& c : cases) {
        ScriptedPrograms inner;
        inner.end = c.end;
        std::string told;
        NotedPrograms programs(inner, inner.clock, [&told](const std::string& end) { told = end; });
        NoOutput output;
        ProgramCall call;
        call.command = {"/opt/venv/bin/tap-shop", "--config", "c.json"};
        EXPECT_EQ(programs.run(call, output, Deadline::never()).has_value(), c.end.has_value()) << "case: " << c.name;
        EXPECT_EQ(told, c.want) << "case: " << c.name;
    }
}

TEST(WaitingClock, EachReaderWaitsForItsOwnReason) {
    testing::ManualClock inner;
    observe::Progress progress(silent_progress(), [](std::string_view) {}, inner);
    const std::atomic<bool> is_stopping = false;
    const RunStop stop(is_stopping);
    std::vector<std::string> waits;
    WaitingClock clock(inner, progress, stop, [&waits](const auto& stream, const auto& why, auto /*wait*/) {
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
    const RunStop stop(is_stopping);
    WaitingClock clock(inner, progress, stop, {});
    clock.set_stream("posts");
    clock.sleep_for(std::chrono::milliseconds(250));
    EXPECT_EQ(inner.slept(), std::chrono::milliseconds(250));
    is_stopping = true;
    clock.sleep_for(std::chrono::hours(1));
    EXPECT_EQ(inner.slept(), std::chrono::milliseconds(250));
}

}  // namespace
}  // namespace levada::app
