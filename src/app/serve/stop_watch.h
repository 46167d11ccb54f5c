#pragma once

#include <atomic>
#include <memory>

namespace levada::app {

/// Sets a flag when SIGINT or SIGTERM comes; a second signal ends the process at once, as users expect of Ctrl-C.
class StopWatch {
public:
    StopWatch();
    ~StopWatch();
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;

    const std::atomic<bool>& is_stopping() const { return is_stopping_; }

private:
    struct Watcher;
    std::atomic<bool> is_stopping_ = false;
    std::unique_ptr<Watcher> watcher_;
};

}  // namespace levada::app
