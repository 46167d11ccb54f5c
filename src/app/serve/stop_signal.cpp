#include "serve/stop_signal.h"

#include <atomic>
#include <csignal>
#include <ctime>

#include "levada/base/assert.h"

namespace levada::app {

namespace {

std::atomic<bool> is_taken{false};

sigset_t stop_signals() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

StopSignal::StopSignal() {
    LEVADA_ASSERT(!is_taken.exchange(true));
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignal::~StopSignal() {
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    is_taken = false;
}

int StopSignal::wait() {
    const sigset_t set = stop_signals();
    int signal = 0;
    while (sigwait(&set, &signal) != 0) {
    }
    return signal;
}

int StopSignal::wait_for(int milliseconds) {
    constexpr int kMillisecondsPerSecond = 1000;
    constexpr long kNanosecondsPerMillisecond = 1'000'000;
    const sigset_t set = stop_signals();
    const timespec limit{milliseconds / kMillisecondsPerSecond,
                         (milliseconds % kMillisecondsPerSecond) * kNanosecondsPerMillisecond};
    const int signal = sigtimedwait(&set, nullptr, &limit);
    return signal > 0 ? signal : 0;
}

}  // namespace levada::app
