#include "run/reading.h"

#include "run/connector.h"
#include "run/pipelines.h"
#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/adapters/process_runtime.h"

namespace levada::app {
namespace {

/// Reads all streams of the shop.
Result<std::vector<CollectedStream>> read_all(const ShopServices& shop) {
    Services& services = *shop.services;
    const std::atomic<bool> is_stopping = false;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    CurlHttp http(http_options_of(shop.pipeline()), *services.clock);
    ProcessRuntime programs(*services.clock, is_stopping);
    LEVADA_TRY(const Preparation preparation, prepare(services, shop.pipeline(), {}, http, programs));
    LEVADA_TRY(const RunNumbers numbers, take_numbers(services, shop.pipeline(), preparation.plan));
    observe::Progress progress(silent_progress(), [](std::string_view) {}, *services.clock);
    RunNotes notes(services, shop.pipeline().name, request.run_id);
    StopGrace grace(*services.clock, is_stopping);
    const Loading loading{services, shop.project, shop.pipeline(), no_log()};
    ThreadExecutor executor(1, 1);
    RunStop stop(is_stopping);
    LoadingBeside beside({loading, progress, notes, is_stopping, executor}, preparation.plan);
    return read_into_queue(services, preparation, {request, progress, notes, grace, beside, stop}, numbers);
}

TEST(Reading, PutsEveryStreamOfThePlanIntoTheQueue) {
    for (const std::int64_t concurrency : {0, 1, 2}) {
        ShopServices shop;
        shop.project.pipelines.front().concurrency = concurrency;
        const auto streams = read_all(shop);
        ASSERT_TRUE(streams) << streams.error().to_string();
        ASSERT_EQ(streams->size(), 2U);
        for (const CollectedStream& stream : *streams) {
            EXPECT_EQ(stream.outcome, StreamOutcome::complete) << stream.name;
            EXPECT_EQ(stream.record_count, 2) << stream.name;
            EXPECT_TRUE(stream.errors.empty()) << stream.name;
        }
    }
}

TEST(Reading, AStreamThatFailsLeavesTheOthers) {
    ShopServices shop;
    shop.project.pipelines.front().concurrency = 2;
    shop.shop.is_refusing_shops = true;
    const auto streams = read_all(shop);
    ASSERT_TRUE(streams) << streams.error().to_string();
    ASSERT_EQ(streams->size(), 2U);
    EXPECT_EQ(streams->front().name, "items");
    EXPECT_EQ(streams->front().outcome, StreamOutcome::complete);
    EXPECT_TRUE(streams->front().errors.empty());
    EXPECT_EQ(streams->back().outcome, StreamOutcome::incomplete);
    EXPECT_EQ(streams->back().errors.size(), 1U);
}

TEST(Reading, TellsTheClosingOfACircuitAsItsOpening) {
    ShopServices shop;
    Arguments arguments;
    arguments.set("log-level", "warning");
    shop.services.reset();
    RecordedProcess process;
    auto services = Services::open(shop.project, process.process, arguments);
    ASSERT_TRUE(services) << services.error().to_string();
    RunNotes notes(**services, "shop", "r1");
    for (const auto state :
         {CircuitBreaker::State::open, CircuitBreaker::State::half_open, CircuitBreaker::State::closed}) {
        tell_circuit(notes, "a.example", state);
    }
    const std::string log = process.error();
    for (const char* state : {"open", "half-open", "closed"}) {
        EXPECT_NE(log.find(std::string("the circuit of a.example is ") + state + "  "), std::string::npos)
            << state << " in " << log;
    }
    const auto events = schedule::RunJournal::read(*(*services)->metadata, "r1");
    ASSERT_TRUE(events) << events.error().to_string();
    ASSERT_EQ(events->size(), 3U);
    EXPECT_EQ((*events)[1].text, "the circuit of a.example is half-open");
}

}  // namespace
}  // namespace levada::app
