#include "async_job.h"

#include <algorithm>

#include "levada/base/assert.h"

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

void JobTracker::set_limit(std::int64_t limit) {
    const std::scoped_lock lock(mutex_);
    limit_ = std::max<std::int64_t>(limit, 1);
}

bool JobTracker::reserve() {
    const std::scoped_lock lock(mutex_);
    if (static_cast<std::int64_t>(held_.size()) + reserved_ >= limit_) {
        return false;
    }
    ++reserved_;
    return true;
}

void JobTracker::release() {
    const std::scoped_lock lock(mutex_);
    LEVADA_ASSERT(reserved_ > 0);
    --reserved_;
}

void JobTracker::add(const AsyncJob* job) {
    const std::scoped_lock lock(mutex_);
    held_.insert(job);
}

void JobTracker::remove(const AsyncJob* job) {
    const std::scoped_lock lock(mutex_);
    held_.erase(job);
}

}  // namespace levada::airbyte
