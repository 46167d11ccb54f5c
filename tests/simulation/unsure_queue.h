#pragma once

#include "simulated_disk.h"

#include "levada/ports/queue.h"

namespace levada::simulation {

/// A queue whose answer is lost now and then: what was appended is there, and the caller is told that it is not, as
/// over a network. Who appends again doubles it. Not thread-safe.
class UnsureQueue final : public Queue {
public:
    /// Borrows both. `share`: of the appends whose answer is lost.
    UnsureQueue(Queue& next, Chance& chance, double share) : next_(next), chance_(chance), share_(share) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        LEVADA_TRY(const std::int64_t first, next_.append(topic, payloads));
        if (share_ > 0 && chance_.is(share_)) {
            return Error(ErrorCode::unavailable, "the queue's answer was lost");
        }
        return first;
    }
    Result<std::vector<QueueMessage>> read(const std::string& topic, std::int64_t offset, std::size_t size) override {
        return next_.read(topic, offset, size);
    }
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override {
        return next_.bounds(topic);
    }
    Result<std::vector<std::string>> topics() override { return next_.topics(); }
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override {
        return next_.commit_offset(topic, consumer, offset);
    }
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override {
        return next_.committed_offset(topic, consumer);
    }
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override {
        return next_.apply_retention(topic, retention, keep_from);
    }

private:
    Queue& next_;
    Chance& chance_;
    double share_;
};

}  // namespace levada::simulation
