#include "async_job_orchestrator.h"

#include "async_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

class CountedSlices final : public SliceSequence {
public:
    explicit CountedSlices(int count) : left_(count) {}
    Result<std::optional<StreamSlice>> next() override {
        return left_-- > 0 ? std::optional(StreamSlice()) : std::nullopt;
    }

private:
    int left_;
};

std::string run(std::vector<std::string> states, int slice_count, levada::testing::ManualClock& clock) {
    testing::JobFixture fixture(std::move(states));
    const Json node = testing::yaml(testing::kAsyncRetriever);
    const FieldValues fields(node, fixture.context);
    AsyncJobParts jobs;
    jobs.creation = fields.component<Requester>("creation_requester").value();
    jobs.polling = fields.component<Requester>("polling_requester").value();
    jobs.status = fields.component<Extractor>("status_extractor").value();
    jobs.timeout = std::chrono::minutes(1);
    jobs.statuses = {{"run", JobStatus::running}, {"done", JobStatus::completed}, {"bad", JobStatus::failed}};
    WaitedTime time(clock);
    JobTracker tracker;
    AsyncJobOrchestrator orchestrator({.repository = std::make_shared<AsyncJobRepository>(std::move(jobs), time),
                                       .tracker = &tracker,
                                       .time = &time,
                                       .messages = &fixture.messages},
                                      std::make_unique<CountedSlices>(slice_count));
    std::string outcome;
    for (;;) {
        const Result<std::optional<AsyncPartition>> partition = orchestrator.next();
        if (!partition) {
            return outcome + std::string(name_of(failure_type_of(partition.error())));
        }
        if (!*partition) {
            return outcome + "end";
        }
        outcome += "done ";
    }
}

TEST(AsyncJobOrchestrator, Next) {
    struct Case {
        const char* name;
        std::vector<std::string> states;
        int slices;
        const char* want;
    };
    const Case cases[] = {
        {"no slices", {"done"}, 0, "end"},
        {"two slices, one at a time", {"done"}, 2, "done done end"},
        {"a job fails for good", {"bad"}, 1, "system_error"},
        {"a job that runs for ever times out, thrice", {"run"}, 1, "system_error"},
        {"the others go on", {"bad", "bad", "bad", "done"}, 2, "done system_error"},
    };
    for (const Case& c : cases) {
        levada::testing::ManualClock clock;
        EXPECT_EQ(run(c.states, c.slices, clock), c.want) << c.name;
    }
}

TEST(AsyncJobOrchestrator, PausesBetweenPolls) {
    levada::testing::ManualClock clock;
    EXPECT_EQ(run({"run", "run", "done"}, 1, clock), "done end");
    EXPECT_EQ(clock.slept(), 3 * kJobPollPause);
}

}  // namespace
}  // namespace levada::airbyte
