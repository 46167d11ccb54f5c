#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "levada/base/log.h"
#include "levada/ports/clock.h"
#include "levada/ports/queue.h"

namespace levada {

class Disk;
class TopicLog;

/// How a LocalQueue keeps its files.
struct LocalQueueOptions {
    /// A segment that has grown to this is closed, and the next one begun.
    std::uint64_t segment_size_bytes_max = std::uint64_t{64} << 20;
    /// For tests: writes fail as on a full disk once so many bytes were written in all; 0: never.
    std::uint64_t disk_size_bytes_max = 0;
};

/// The queue as segmented logs in a folder; files and promises: docs/formats/queue.md. One process at a time: the
/// caller holds the ProjectLock.
class LocalQueue final : public Queue {
public:
    /// Opens all topics and cuts torn tails off, which `log` is told. Borrows `clock` and `log`.
    /// Errors: corruption (damage in what was acknowledged), permission_denied, unavailable.
    static Result<std::unique_ptr<LocalQueue>> open(const std::filesystem::path& root,
                                                    LocalQueueOptions options,
                                                    const Clock& clock,
                                                    LogSink& log);
    ~LocalQueue() override;

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override;
    Result<std::vector<QueueMessage>> read(const std::string& topic,
                                           std::int64_t offset,
                                           std::size_t size_bytes_max) override;
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override;
    Result<std::vector<std::string>> topics() override;
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override;
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override;
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override;
    /// For tests, as in the options.
    void set_disk_size_bytes_max(std::uint64_t size_bytes_max);

private:
    LocalQueue(std::filesystem::path root, LocalQueueOptions options, const Clock& clock);
    Result<std::shared_ptr<TopicLog>> find(const std::string& topic);
    Result<std::shared_ptr<TopicLog>> find_or_make(const std::string& topic);
    std::filesystem::path folder_of(const std::string& topic) const;

    std::filesystem::path root_;
    LocalQueueOptions options_;
    const Clock& clock_;
    std::unique_ptr<Disk> disk_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<TopicLog>> topics_;
    std::mutex offsets_mutex_;
};

}  // namespace levada
