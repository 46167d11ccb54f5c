#pragma once

#include "async_job.h"

#include <map>
#include <memory>
#include <string>

#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/requester.h"

namespace levada::airbyte {

/// The requests of an AsyncRetriever and how their answers are read; those without may be null.
struct AsyncJobParts {
    std::shared_ptr<Requester> creation;
    std::shared_ptr<Requester> polling;
    std::shared_ptr<Requester> download_target;
    std::shared_ptr<Requester> abort;
    std::shared_ptr<Requester> remove;
    std::shared_ptr<Extractor> status;
    std::shared_ptr<Extractor> target;
    /// The API's words for the states of a job.
    std::map<std::string, JobStatus> statuses;
    std::chrono::nanoseconds timeout = kJobTimeoutDefault;
};

/// Creates, polls, aborts and deletes jobs at the API. Not thread-safe. Source: requesters/http_job_repository.py.
class AsyncJobRepository {
public:
    AsyncJobRepository(AsyncJobParts parts, const WaitedTime& time) : parts_(std::move(parts)), time_(time) {}

    /// Errors: those of the requester; system_error traced when the API gives no answer.
    Result<std::shared_ptr<AsyncJob>> start(const StreamSlice& slice);
    /// A job that could not be created.
    std::shared_ptr<AsyncJob> failed(const StreamSlice& slice) const;
    /// Asks for the state of `job`. Errors: those of the requester; invalid_data (a state without mapping).
    Result<void> poll(AsyncJob& job);
    Result<void> abort(AsyncJob& job);
    Result<void> remove(AsyncJob& job);

    /// What the downloads of `job` are made with: one slice per target. Errors: those of requester and extractor.
    Result<std::vector<StreamSlice>> download_slices(AsyncJob& job);

private:
    Result<StreamSlice> with_creation(AsyncJob& job) const;
    Result<std::vector<Json>> targets(AsyncJob& job);

    AsyncJobParts parts_;
    const WaitedTime& time_;
};

}  // namespace levada::airbyte
