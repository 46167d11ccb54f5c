#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace levada::app {

/// What metrics show of loading beside reading, by pipeline and stream. Thread-safe.
class LoadStates {
public:
    struct State {
        std::uint64_t backlog_bytes = 0;  ///< read and not in the table yet
        bool is_waiting = false;          ///< the reading waits for the loader
        std::chrono::nanoseconds waited{0};
    };
    using States = std::map<std::pair<std::string, std::string>, State>;

    void set_backlog(const std::string& pipeline, const std::string& stream, std::uint64_t size_bytes) {
        const std::scoped_lock lock(mutex_);
        states_[{pipeline, stream}].backlog_bytes = size_bytes;
    }
    /// Who waits calls it at each step of the wait, and at its end with is_waiting false.
    void wait(const std::string& pipeline, const std::string& stream, bool is_waiting, std::chrono::nanoseconds step) {
        const std::scoped_lock lock(mutex_);
        State& state = states_[{pipeline, stream}];
        state.is_waiting = is_waiting;
        state.waited += step;
    }
    States states() const {
        const std::scoped_lock lock(mutex_);
        return states_;
    }

private:
    mutable std::mutex mutex_;
    States states_;
};

}  // namespace levada::app
