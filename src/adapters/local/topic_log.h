#pragma once

#include "queue_segment.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "levada/adapters/local_queue.h"

namespace levada {

/// One topic: its segments, and the group commit of what is appended. Thread-safe.
class TopicLog {
public:
    /// What a topic needs of its queue; all of it outlives the topic.
    struct Surroundings {
        std::filesystem::path folder;
        std::uint64_t segment_size_bytes_max;
        const Clock& clock;
        Disk& disk;
    };
    /// What opening did to the files.
    struct Opened {
        std::shared_ptr<TopicLog> log;
        std::uint64_t cut_size_bytes = 0;
    };

    /// A topic that was not there. Errors: as file_error().
    static Result<std::shared_ptr<TopicLog>> create(const Surroundings& surroundings);
    /// A topic that is there, all of it below `acknowledged` known to be durable.
    /// Errors: not_found (no segments), corruption, as file_error().
    static Result<Opened> open(const Surroundings& surroundings, std::int64_t acknowledged);

    Result<std::int64_t> append(std::span<const std::string_view> payloads);
    Result<std::vector<QueueMessage>> read(std::int64_t offset, std::size_t size_bytes_max);
    std::pair<std::int64_t, std::int64_t> bounds();
    Result<std::uint64_t> apply_retention(QueueRetention retention, std::int64_t keep_from);

private:
    using Segments = std::map<std::int64_t, std::shared_ptr<QueueSegment>>;
    using Lock = std::unique_lock<std::mutex>;

    explicit TopicLog(const Surroundings& surroundings) : surroundings_(surroundings) {}
    QueueSegment& newest() { return *segments_.rbegin()->second; }
    Status roll();
    Status make_durable(Lock& lock, std::int64_t target);
    Result<bool> is_beyond(const QueueRetention& retention, QueueSegment& oldest, std::uint64_t total_size_bytes);

    Surroundings surroundings_;
    std::mutex mutex_;
    std::condition_variable synced_;
    Segments segments_;
    std::int64_t next_offset_ = 0;
    std::int64_t durable_offset_ = 0;
    bool is_syncing_ = false;
    // Set when it is not known any more what is on the disk: nothing is appended until the queue is opened again.
    std::optional<Error> failure_;
};

}  // namespace levada
