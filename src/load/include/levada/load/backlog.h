#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "levada/base/result.h"
#include "levada/delivery/forwarding_queue.h"
#include "levada/load/loader.h"
#include "levada/ports/queue.h"

namespace levada {

/// How much may be in the queue and not yet in its table.
struct BacklogLimits {
    std::uint64_t stream_size_bytes_max = std::uint64_t{512} << 20;
    std::uint64_t total_size_bytes_max = std::uint64_t{2} << 30;
    /// A stream is worth a commit when so much has come since it was looked at.
    std::uint64_t commit_size_bytes = std::uint64_t{64} << 20;
};

/// What one or more collectors have put into topics and a loader has not brought into tables yet, in bytes; says what
/// to load next, and when collectors have to wait. What no loader may load yet, as no checkpoint follows it, is counted
/// but keeps nobody waiting: nothing but more reading helps there. Thread-safe.
class Backlog {
public:
    explicit Backlog(BacklogLimits limits) : limits_(limits) {}

    /// What a loader does next.
    struct Turn {
        std::string topic;
        DrainMode mode = DrainMode::full_groups;
        std::uint64_t seen_bytes = 0;  ///< for done()
    };

    /// Messages were appended; `next_offset` is the one after them.
    void appended(const std::string& topic, std::int64_t next_offset, std::uint64_t size_bytes);
    /// Everything below `next_offset` is in the table.
    void loaded(const std::string& topic, std::int64_t next_offset);
    /// The most urgent turn, `without` those topics; nothing when every stream can gather more first.
    std::optional<Turn> next_turn(const std::set<std::string>& without = {}) const;
    /// The turn that loads all that `topic` has, whatever is urgent: its stream has ended.
    Turn rest_of(const std::string& topic) const;
    /// The turn succeeded: what it could load is loaded.
    void done(const Turn& turn);

    /// Whether who reads into `topic` has to wait.
    bool is_over(const std::string& topic) const;
    /// Whether who had to wait may go on: there is room again for more than a page.
    bool has_room(const std::string& topic) const;
    /// Bytes that are not in a table yet.
    std::uint64_t size_bytes(const std::string& topic) const;
    std::uint64_t total_size_bytes() const;

    /// Takes in what `loader` has not read of a topic's messages, left by an earlier process.
    /// Errors: those of Queue.
    Status take_up(Queue& queue, const std::string& topic);

private:
    /// A place in the topic, by offset and by bytes from where it was taken up.
    struct Mark {
        std::int64_t next_offset = 0;
        std::uint64_t bytes = 0;
    };
    struct Topic {
        std::deque<Mark> marks;  ///< after what is loaded, each far enough from the one before
        std::uint64_t appended_bytes = 0;
        std::uint64_t loaded_bytes = 0;
        std::uint64_t seen_bytes = 0;    ///< where the newest turn began to look from then on
        std::uint64_t passed_bytes = 0;  ///< what stands before it and is not loaded cannot be loaded yet

        std::uint64_t waiting() const { return appended_bytes - std::max(loaded_bytes, passed_bytes); }
    };
    bool is_beyond(const std::string& topic, unsigned percent) const;

    BacklogLimits limits_;
    mutable std::mutex mutex_;
    std::map<std::string, Topic> topics_;
};

/// A queue that tells a backlog of what is appended to it. Thread-safe.
class CountedQueue final : public ForwardingQueue {
public:
    /// Borrows both.
    CountedQueue(Queue& next, Backlog& backlog) : ForwardingQueue(next), backlog_(backlog) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override;

private:
    Backlog& backlog_;
};

}  // namespace levada
