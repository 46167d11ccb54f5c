#include "run/cancel_watch.h"

#include <condition_variable>
#include <mutex>

#include "levada/base/executor.h"

namespace levada::app {

namespace {

constexpr std::chrono::milliseconds kSignalPoll{50};
constexpr int kPollsPerLook = 5;  // The store is asked less often: it is a file.

}  // namespace

struct CancelWatch::Watcher {
    std::mutex mutex;
    std::condition_variable ended;
    bool is_ended = false;
    ThreadExecutor executor{1, 1};

    /// False when the watch is over.
    bool wait() {
        std::unique_lock lock(mutex);
        return !ended.wait_for(lock, kSignalPoll, [this] { return is_ended; });
    }
};

CancelWatch::CancelWatch(schedule::RunStore& runs, std::string run, const std::atomic<bool>& is_program_ending)
    : is_stopping_(is_program_ending.load()), watcher_(std::make_unique<Watcher>()) {
    Watcher& watcher = *watcher_;
    watcher.executor.submit([this, &watcher, &runs, run = std::move(run), &is_program_ending] {
        for (int poll = 0; watcher.wait(); ++poll) {
            if (is_program_ending) {
                is_stopping_ = true;
            } else if (poll % kPollsPerLook == 0) {
                const auto is_requested = runs.is_cancel_requested(run);
                if (is_requested && *is_requested) {  // A store that does not answer now is asked again.
                    is_stopping_ = true;
                }
            }
        }
    });
}

CancelWatch::~CancelWatch() {
    {
        const std::scoped_lock lock(watcher_->mutex);
        watcher_->is_ended = true;
    }
    watcher_->ended.notify_all();
}

}  // namespace levada::app
