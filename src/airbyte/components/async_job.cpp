#include "async_job.h"

namespace levada::airbyte {

AsyncJob::AsyncJob(StreamSlice slice, std::chrono::nanoseconds timeout, const WaitedTime& time)
    : slice_(std::move(slice)), timeout_(timeout), time_(time), started_(time.now()) {}

JobStatus AsyncJob::status() const {
    const Instant end = ended_.value_or(time_.now());
    const bool is_asked_too_often = !ended_ && polls_ > kJobPollsMax;
    return end - started_ > timeout_ || is_asked_too_often ? JobStatus::timed_out : status_;
}

void AsyncJob::set_status(JobStatus status) {
    if (status != JobStatus::running) {
        ended_ = ended_.value_or(time_.now());
    } else if (status_ != JobStatus::running) {
        started_ = time_.now();
        ended_.reset();
    }
    status_ = status;
}

}  // namespace levada::airbyte
