#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// The room on a disk, for tests of a full one: once `size_bytes_max` bytes were written, a write is cut short and
/// fails with ENOSPC, as a real disk's does. Without a limit it only counts. Thread-safe.
class Disk {
public:
    /// 0: no limit.
    explicit Disk(std::uint64_t size_bytes_max = 0) : size_bytes_max_(size_bytes_max) {}

    /// Writes all of `bytes` at `position`. Errors: as file_error(); what was written before is left to the caller.
    Status write_at(int fd, std::string_view bytes, std::uint64_t position, const std::filesystem::path& path);
    void set_size_bytes_max(std::uint64_t size_bytes_max) { size_bytes_max_ = size_bytes_max; }
    std::uint64_t written_size_bytes() const { return written_size_bytes_; }

private:
    std::atomic<std::uint64_t> size_bytes_max_;
    std::atomic<std::uint64_t> written_size_bytes_ = 0;
};

}  // namespace levada
