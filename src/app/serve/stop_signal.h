#pragma once

namespace levada::app {

/// Takes SIGINT and SIGTERM for its lifetime, so that a command ends in order. One at a time in a process.
/// Threads made after it do not see these signals.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// Blocks until one of the signals comes; gives its number.
    int wait();
    /// The same, at most `milliseconds`; 0 when none came.
    int wait_for(int milliseconds);
};

}  // namespace levada::app
