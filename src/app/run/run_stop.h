#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

#include "levada/base/error.h"

namespace levada::app {

/// Whether a run reads on: not when it was told to end, nor when something was found that no stream of it gets past (a
/// full disk, credentials that the API takes for none of them). Thread-safe.
class RunStop {
public:
    static constexpr std::string_view kEnds = "the run ends: ";

    /// Borrows `is_told`.
    explicit RunStop(const std::atomic<bool>& is_told) : is_told_(is_told) {}

    bool is_over() const { return is_told_ || is_given_up_; }
    bool is_given_up() const { return is_given_up_; }
    /// Ends the reading of all streams; the first cause counts.
    void give_up(const std::string& cause) {
        const std::scoped_lock lock(mutex_);
        if (!is_given_up_.exchange(true)) {
            cause_ = cause;
        }
    }
    /// What is said to who would go on.
    Error ending() const { return {ErrorCode::cancelled, std::string(kEnds) + cause()}; }
    /// Why it was given up; empty when it was not.
    std::string cause() const {
        const std::scoped_lock lock(mutex_);
        return cause_;
    }

private:
    const std::atomic<bool>& is_told_;
    std::atomic<bool> is_given_up_ = false;
    mutable std::mutex mutex_;
    std::string cause_;  // under mutex_
};

}  // namespace levada::app
