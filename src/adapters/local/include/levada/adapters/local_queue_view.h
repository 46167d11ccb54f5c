#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

#include "levada/ports/queue.h"

namespace levada {

/// The files of a LocalQueue for one who only looks, beside the process that writes them: nothing is cut, synced or
/// made. It sees what was written when it looks; a record that is being written is not there yet. What would write
/// answers `unsupported`. Thread-safe.
class LocalQueueView final : public Queue {
public:
    explicit LocalQueueView(std::filesystem::path root) : root_(std::move(root)) {}

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

private:
    using Segments = std::map<std::int64_t, std::filesystem::path>;
    Result<Segments> segments_of(const std::string& topic) const;

    std::filesystem::path root_;
    std::mutex mutex_;
    // Where the record begins that follows the last one read of a topic: (offset, byte).
    std::map<std::string, std::pair<std::int64_t, std::uint64_t>> places_;
};

}  // namespace levada
