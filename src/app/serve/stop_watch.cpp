#include "serve/stop_watch.h"

#include "serve/stop_signal.h"

#include <unistd.h>

#include "levada/base/executor.h"

namespace levada::app {

namespace {

constexpr int kPollMilliseconds = 50;
constexpr int kSignalExitBase = 128;  // As shells tell an end by a signal.

}  // namespace

struct StopWatch::Watcher {
    StopSignal signal;
    std::atomic<bool> is_ending = false;
    ThreadExecutor executor{1, 1};
};

StopWatch::StopWatch() : watcher_(std::make_unique<Watcher>()) {
    Watcher& watcher = *watcher_;
    watcher.executor.submit([this, &watcher] {
        while (!watcher.is_ending) {
            const int number = watcher.signal.wait_for(kPollMilliseconds);
            if (number != 0 && is_stopping_.exchange(true)) {
                _exit(kSignalExitBase + number);
            }
        }
    });
}

StopWatch::~StopWatch() {
    watcher_->is_ending = true;
}

}  // namespace levada::app
