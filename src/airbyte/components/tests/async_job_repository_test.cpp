#include "async_job_repository.h"

#include "async_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

struct JobSetup {
    explicit JobSetup(std::vector<std::string> states)
        : fixture(std::move(states)), node(testing::yaml(testing::kAsyncRetriever)) {
        const FieldValues fields(node, fixture.context);
        AsyncJobParts parts;
        parts.creation = fields.component<Requester>("creation_requester").value();
        parts.polling = fields.component<Requester>("polling_requester").value();
        parts.status = fields.component<Extractor>("status_extractor").value();
        parts.statuses = {{"run", JobStatus::running}, {"done", JobStatus::completed}};
        repository = std::make_unique<AsyncJobRepository>(std::move(parts), time);
    }
    testing::JobFixture fixture;
    Json node;
    WaitedTime time{fixture.clock};
    std::unique_ptr<AsyncJobRepository> repository;
};

TEST(AsyncJobRepository, CreatesPollsAndNamesDownloads) {
    JobSetup setup({"run", "done"});
    const std::shared_ptr<AsyncJob> job = setup.repository->start(StreamSlice()).value();
    ASSERT_TRUE(setup.repository->poll(*job));
    EXPECT_EQ(job->status(), JobStatus::running);
    ASSERT_TRUE(setup.repository->poll(*job));
    EXPECT_EQ(job->status(), JobStatus::completed);
    const std::vector<StreamSlice> slices = setup.repository->download_slices(*job).value();
    ASSERT_EQ(slices.size(), 1U);
    EXPECT_EQ(slices[0].extra_fields().find("download_target")->as_string(), "");
    EXPECT_EQ(slices[0].extra_fields().find_path({"creation_response", "id"})->as_integer(), 1);
    const Json* request = slices[0].extra_fields().find_path({"creation_response", "request"});
    EXPECT_EQ(request->find("method")->as_string(), "POST") << request->dump();
}

TEST(AsyncJobRepository, UnknownState) {
    JobSetup setup({"odd"});
    const std::shared_ptr<AsyncJob> job = setup.repository->start(StreamSlice()).value();
    const Result<void> polled = setup.repository->poll(*job);
    ASSERT_FALSE(polled);
    EXPECT_EQ(polled.error().code(), ErrorCode::invalid_data);
}

TEST(AsyncJobRepository, FailedJob) {
    JobSetup setup({"done"});
    const std::shared_ptr<AsyncJob> job = setup.repository->failed(StreamSlice());
    EXPECT_EQ(job->status(), JobStatus::failed);
    EXPECT_TRUE(job->is_creation_failure);
}

}  // namespace
}  // namespace levada::airbyte
