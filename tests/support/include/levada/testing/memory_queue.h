#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "levada/ports/queue.h"

namespace levada::testing {

/// Topics in memory, by the contract of Queue. Thread-safe.
class MemoryQueue final : public Queue {
public:
    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override;
    Result<std::vector<QueueMessage>> read(const std::string& topic,
                                           std::int64_t offset,
                                           std::size_t size_bytes_max) override;
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override;
    Result<std::vector<std::string>> topics() override;
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override;
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override;
    /// Keeps everything.
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override;

    /// The appends that will succeed from now on; then they fail as on a full disk. Below 0: all succeed.
    void set_appends_left(int count);
    /// How often append() was called.
    int append_count() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::string>> topics_;
    std::map<std::string, std::int64_t> offsets_;
    int appends_left_ = -1;
    int append_count_ = 0;
};

}  // namespace levada::testing
