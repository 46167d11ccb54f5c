#include "parallel_read.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "levada/base/assert.h"
#include "levada/base/executor.h"

namespace levada::airbyte {

namespace {

/// The read of several streams, as its threads share it.
class ParallelRead {
public:
    ParallelRead(std::vector<std::shared_ptr<StreamLane>> lanes, StreamTurns turns)
        : lanes_(std::move(lanes)), turns_(std::move(turns)), outcomes_(lanes_.size()) {}

    Result<ReadOutcome> run(std::size_t thread_count) {
        ThreadExecutor threads(thread_count, thread_count);
        left_ = thread_count;
        for (std::size_t i = 0; i < thread_count; ++i) {
            const bool is_taken = threads.submit([this] { work(); });
            LEVADA_ASSERT(is_taken);
        }
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return left_ == 0; });
        if (fatal_) {
            return *fatal_;
        }
        return merged();
    }

private:
    /// What each thread does: one stream after the other, until none is left.
    void work() {
        std::unique_lock lock(mutex_);
        while (const std::optional<std::size_t> turn = next(lock)) {
            lock.unlock();
            ReadOutcome outcome;
            const Result<void> read = read_lane(*turn, outcome);
            lock.lock();
            outcomes_[*turn] = std::move(outcome);
            turns_.end(*turn);
            if (!read && !fatal_) {
                fatal_ = read.error();
            }
            changed_.notify_all();
        }
        --left_;
        changed_.notify_all();
    }

    std::optional<std::size_t> next(std::unique_lock<std::mutex>& lock) {
        std::optional<std::size_t> turn;
        changed_.wait(lock, [&] {
            if (fatal_ || turns_.have_all_begun()) {
                return true;
            }
            turn = turns_.begin();
            return turn.has_value();
        });
        return turn;
    }

    Result<void> read_lane(std::size_t index, ReadOutcome& outcome) {
        const std::shared_ptr<StreamLane> lane = std::move(lanes_[index]);
        ReadLoop loop(lane->messages, lane->states);
        const Result<void> read = loop.read(*lane->stream);
        outcome = loop.outcome();
        return read;
    }

    ReadOutcome merged() const {
        ReadOutcome all;
        for (const ReadOutcome& one : outcomes_) {
            all.failed_streams.insert(all.failed_streams.end(), one.failed_streams.begin(), one.failed_streams.end());
            all.failures += one.failures;
        }
        return all;
    }

    std::vector<std::shared_ptr<StreamLane>> lanes_;
    std::mutex mutex_;  // for all below
    std::condition_variable changed_;
    StreamTurns turns_;
    std::vector<ReadOutcome> outcomes_;
    std::optional<Error> fatal_;
    std::size_t left_ = 0;
};

}  // namespace

Result<ReadOutcome> read_at_once(std::vector<std::shared_ptr<StreamLane>> lanes,
                                 StreamTurns turns,
                                 std::size_t streams_at_once) {
    const std::size_t thread_count =
        std::clamp<std::size_t>(streams_at_once, 1, std::max<std::size_t>(lanes.size(), 1));
    return ParallelRead(std::move(lanes), std::move(turns)).run(thread_count);
}

}  // namespace levada::airbyte
