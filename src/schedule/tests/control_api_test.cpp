#include "levada/schedule/control_api.h"

#include "failing_metadata.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::schedule {
namespace {

/// Takes work and never runs it; the test ends the run itself.
class KeepingExecutor final : public Executor {
public:
    bool submit(std::function<void()> work) override {
        kept.push_back(std::move(work));
        return true;
    }
    std::vector<std::function<void()>> kept;
};

class ControlApiTest : public ::testing::Test {
protected:
    ControlApiTest() {
        PipelineSpec spec;
        spec.name = "shop";
        spec.schedule = *Schedule::parse("@daily");
        spec.job = [](RunContext&) { return JobResult(); };
        EXPECT_TRUE(scheduler_.add(std::move(spec)));
    }
    ~ControlApiTest() override {
        for (const auto& work : executor_.kept) {
            work();
        }
    }

    Request request(std::string_view query, std::vector<Parameter> parameters = {}) {
        Request made;
        made.query = query;
        made.path_parameters = std::move(parameters);
        return made;
    }

    testing::FailingMetadata metadata_;
    levada::testing::ManualClock clock_;
    RunStore runs_{metadata_, clock_};
    KeepingExecutor executor_;
    Scheduler scheduler_{Scheduler::Parts{clock_, executor_, runs_, no_log()}};
    ControlApi api_{scheduler_, runs_};
};

TEST_F(ControlApiTest, PipelinesAndRuns) {
    EXPECT_EQ(api_.pipelines(request("")).body,
              R"([{"name":"shop","schedule":"@daily","time_zone":"UTC","next_at":"2026-01-02T00:00:00.000Z",)"
              R"("running_run":null,"overlaps_skipped":0,"last_run":null}])");
    EXPECT_EQ(api_.runs(request("")).body, "[]");
    const Response started = api_.trigger(request("", {{"name", "shop"}}));
    ASSERT_EQ(started.status, 202) << started.body;
    const std::string id(parse_json(started.body)->string_or("id", ""));
    RunJournal journal(metadata_, clock_, id);
    ASSERT_TRUE(journal.add(
        {.kind = RunEventKind::slice, .stream = "posts", .facts = Json::object({{"slice", 0}, {"records", 40}})}));
    EXPECT_EQ(parse_json(api_.run(request("", {{"id", id}})).body)->integer_or("records", 0), 40) << "so far";
    EXPECT_EQ(parse_json(api_.runs(request("")).body)->as_array()[0].integer_or("records", 0), 40) << "so far";
    EXPECT_EQ(parse_json(api_.runs(request("pipeline=shop&status=running&limit=5")).body)->size(), 1U);
    const Result<Json> listed = parse_json(api_.pipelines(request("")).body);
    EXPECT_EQ(listed->as_array()[0].string_or("running_run", ""), id);
    EXPECT_EQ(listed->as_array()[0].find("last_run")->integer_or("records", 0), 40) << "so far";
    EXPECT_EQ(api_.trigger(request("", {{"name", "shop"}})).status, 409);
    EXPECT_EQ(api_.cancel(request("", {{"id", id}})).status, 202);
}

TEST_F(ControlApiTest, Refuses) {
    EXPECT_EQ(api_.run(request("", {{"id", "x"}})).status, 404);
    EXPECT_EQ(api_.cancel(request("", {{"id", "x"}})).status, 404);
    EXPECT_EQ(api_.trigger(request("", {{"name", "x"}})).status, 404);
    for (const char* query : {"limit=0", "limit=x", "limit=1001", "status=done", "color=red", "a=%zz"}) {
        EXPECT_EQ(api_.runs(request(query)).status, 400) << query;
    }
    metadata_.fail_with(Error(ErrorCode::unavailable, "disk full"));
    EXPECT_EQ(api_.runs(request("")).status, 503);
    EXPECT_EQ(api_.pipelines(request("")).status, 503);
}

TEST_F(ControlApiTest, PagesOfOtherSitesMayNotChangeAnything) {
    struct Case {
        const char* origin;
        int want;
    };
    const Case cases[] = {
        {"http://evil.example", 403}, {"null", 403}, {"http://localhost:2", 403}, {"http://localhost:1", 202}};
    for (const Case& c : cases) {
        Request made = request("", {{"name", "shop"}});
        made.headers = {{"Host", "localhost:1"}, {"Origin", c.origin}};
        EXPECT_EQ(api_.trigger(made).status, c.want) << c.origin;
    }
}

}  // namespace
}  // namespace levada::schedule
