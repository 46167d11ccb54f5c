#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// An open file descriptor, closed at the end. Move-only.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    void close();

private:
    int fd_ = -1;
};

/// What helps when a disk is full: the hint of every error that comes from one.
inline constexpr std::string_view kDiskFullHint = "free some disk space, then run the same command again";

/// Errors of all below: not_found, permission_denied, unavailable (disk full, quota), internal; each names the path.
Result<std::string> read_file(const std::filesystem::path& path);
/// Whole or not at all: writes a temporary file beside it, fsyncs, renames, fsyncs the folder.
Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes);
Status write_all(int fd, std::string_view bytes, const std::filesystem::path& path);
Status sync_folder(const std::filesystem::path& folder);
Status make_folders(const std::filesystem::path& folder);
/// As make_folders(), and each folder that was missing has a durable name, as has the one above it, which a program
/// that was killed may have made. A folder that is there is taken as it is; one whose name cannot be synced is removed
/// again.
Status make_durable_folders(const std::filesystem::path& folder);
/// The Error for `errno` after a failed call on `path`; `doing` is a verb: "open", "write".
Error file_error(int error_number, std::string_view doing, const std::filesystem::path& path);

}  // namespace levada
