#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace levada {

/// Runs work, some time, on some thread. Thread-safe.
class Executor {
public:
    virtual ~Executor() = default;

    /// False when there is no room or the executor ends: the work was not taken. The work must not throw.
    virtual bool submit(std::function<void()> work) = 0;
};

/// A fixed number of threads and a bounded queue. The end of the object waits for the work that runs and drops what has
/// not begun.
class ThreadExecutor final : public Executor {
public:
    ThreadExecutor(std::size_t threads, std::size_t waiting_max);
    ~ThreadExecutor() override;
    ThreadExecutor(const ThreadExecutor&) = delete;
    ThreadExecutor& operator=(const ThreadExecutor&) = delete;

    bool submit(std::function<void()> work) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace levada
