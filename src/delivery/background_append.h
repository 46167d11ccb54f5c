#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "levada/base/executor.h"
#include "levada/base/result.h"
#include "levada/ports/queue.h"

namespace levada {

/// One append to a topic that goes on while its caller gathers the next message. Not thread-safe for its caller.
class BackgroundAppend {
public:
    /// Borrows `queue` and `executor`, which must outlive it; without an executor the caller waits.
    BackgroundAppend(Queue& queue, std::string topic, Executor* executor);
    /// Waits for what goes on.
    ~BackgroundAppend();
    BackgroundAppend(const BackgroundAppend&) = delete;
    BackgroundAppend& operator=(const BackgroundAppend&) = delete;

    /// Finishes what was begun before, then begins to append `message`, whose text it takes; in exchange `message` gets
    /// a used buffer. Errors: as finish(); Queue::append() of `message` where nothing runs behind: it is then left.
    Status begin(std::string& message);
    /// Returns when all that was begun is durable. An append that failed is tried again, here and in each later call,
    /// so that no message is passed over. Errors: those of Queue::append().
    Status finish();

    /// Gives back the buffer's memory, once nothing is under way. Errors: as finish().
    Status rest();

private:
    Status append_now();
    void wait();

    Queue& queue_;
    std::string topic_;
    Executor* executor_;
    std::string message_;
    bool has_message_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_running_ = false;  // these two under mutex_
    Status outcome_ = ok();
};

}  // namespace levada
