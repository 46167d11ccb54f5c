#pragma once

#include "simulated_disk.h"

#include "levada/delivery/forwarding_queue.h"

namespace levada::simulation {

/// A queue whose answer is lost now and then: what was appended is there, and the caller is told that it is not, as
/// over a network. Who appends again doubles it. Not thread-safe.
class UnsureQueue final : public ForwardingQueue {
public:
    /// Borrows both. `share`: of the appends whose answer is lost.
    UnsureQueue(Queue& next, Chance& chance, double share) : ForwardingQueue(next), chance_(chance), share_(share) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        LEVADA_TRY(const std::int64_t first, ForwardingQueue::append(topic, payloads));
        if (share_ > 0 && chance_.is(share_)) {
            return Error(ErrorCode::unavailable, "the queue's answer was lost");
        }
        return first;
    }

private:
    Chance& chance_;
    double share_;
};

}  // namespace levada::simulation
