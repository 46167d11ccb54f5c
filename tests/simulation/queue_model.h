#pragma once

#include "simulated_disk.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "levada/delivery/forwarding_queue.h"

namespace levada::simulation {

/// What a queue may hold: every message that was acknowledged, as it was; of those whose append a crash cut off any
/// that are there at the next start; and never one that an earlier start did not find. Not thread-safe.
class QueueModel {
public:
    void attempted(const std::string& topic, std::span<const std::string_view> payloads);
    void acknowledged(const std::string& topic, std::int64_t first, std::span<const std::string_view> payloads);

    /// What is wrong with a message that a start finds; empty: nothing.
    std::string look(const std::string& topic, std::int64_t offset, std::string_view payload);
    /// A start has looked at all messages of a topic. What is wrong with its end; empty: nothing.
    std::string looked_through(const std::string& topic, std::pair<std::int64_t, std::int64_t> bounds);
    /// What is wrong with the topics that a start finds; empty: nothing.
    std::string look_at_topics(const std::set<std::string>& topics) const;

private:
    struct Topic {
        std::map<std::int64_t, std::size_t> known;  ///< hashes by offset
        std::map<std::int64_t, std::size_t> found;  ///< by the start under way
        std::set<std::size_t> cut_off;              ///< hashes of what was appended and not acknowledged since
        std::int64_t acknowledged_end = 0;
    };
    std::map<std::string, Topic> topics_;
};

/// A queue whose appends the model sees. Not thread-safe.
class WatchedQueue final : public ForwardingQueue {
public:
    /// Borrows both.
    WatchedQueue(Queue& next, QueueModel& model) : ForwardingQueue(next), model_(model) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        model_.attempted(topic, payloads);
        LEVADA_TRY(const std::int64_t first, ForwardingQueue::append(topic, payloads));
        model_.acknowledged(topic, first, payloads);
        return first;
    }

private:
    QueueModel& model_;
};

}  // namespace levada::simulation
