#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/ports/queue.h"

namespace levada {

/// A queue that passes every call on: the base of those that change one. As thread-safe as what it passes to.
class ForwardingQueue : public Queue {
public:
    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        return next_.append(topic, payloads);
    }
    Result<std::vector<QueueMessage>> read(const std::string& topic,
                                           std::int64_t offset,
                                           std::size_t size_bytes_max) override {
        return next_.read(topic, offset, size_bytes_max);
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

protected:
    /// Borrows `next`.
    explicit ForwardingQueue(Queue& next) : next_(next) {}

private:
    Queue& next_;
};

}  // namespace levada
