#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "levada/schedule/run_store.h"

namespace levada::app {

/// Whether one run shall end: somebody asked for it in the run store (`levada runs cancel`, maybe in another process),
/// or the program ends. Looks a few times a second, on a thread of its own.
class CancelWatch {
public:
    /// Borrows `runs` and `is_program_ending`.
    CancelWatch(schedule::RunStore& runs, std::string run, const std::atomic<bool>& is_program_ending);
    ~CancelWatch();
    CancelWatch(const CancelWatch&) = delete;
    CancelWatch& operator=(const CancelWatch&) = delete;

    const std::atomic<bool>& is_stopping() const { return is_stopping_; }

private:
    struct Watcher;
    std::atomic<bool> is_stopping_;
    std::unique_ptr<Watcher> watcher_;
};

}  // namespace levada::app
