#include "levada/base/executor.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "levada/base/assert.h"

namespace levada {

struct ThreadExecutor::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> waiting;
    std::size_t waiting_max = 0;
    bool is_ending = false;
    std::vector<std::jthread> threads;

    void run() {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait(lock, [this] { return is_ending || !waiting.empty(); });
            if (is_ending) {
                return;
            }
            const std::function<void()> work = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    }
};

ThreadExecutor::ThreadExecutor(std::size_t threads, std::size_t waiting_max) : state_(std::make_unique<State>()) {
    LEVADA_ASSERT(threads > 0);
    state_->waiting_max = waiting_max;
    for (std::size_t i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->run(); });
    }
}

ThreadExecutor::~ThreadExecutor() {
    {
        const std::scoped_lock lock(state_->mutex);
        state_->is_ending = true;
    }
    state_->changed.notify_all();
    state_->threads.clear();
}

bool ThreadExecutor::submit(std::function<void()> work) {
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->is_ending || state_->waiting.size() >= state_->waiting_max) {
            return false;
        }
        state_->waiting.push_back(std::move(work));
    }
    state_->changed.notify_one();
    return true;
}

}  // namespace levada
