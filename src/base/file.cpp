#include "levada/base/file.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace levada {

namespace {

ErrorCode code_of(int error_number) {
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::not_found;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::permission_denied;
        case EEXIST:
            return ErrorCode::conflict;
        case ENOSPC:
        case EDQUOT:
        case EIO:
        case ESTALE:
        case ETIMEDOUT:
        case EMFILE:
        case ENFILE:
            return ErrorCode::unavailable;
        default:
            return ErrorCode::internal;
    }
}

}  // namespace

FileDescriptor::~FileDescriptor() {
    close();
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

void FileDescriptor::close() {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

Error file_error(int error_number, std::string_view doing, const std::filesystem::path& path) {
    Error error(
        code_of(error_number),
        "cannot " + std::string(doing) + " " + path.string() + ": " + std::generic_category().message(error_number));
    const bool is_full = error_number == ENOSPC || error_number == EDQUOT;
    return is_full ? error.hint(std::string(kDiskFullHint)) : error;
}

Result<std::string> read_file(const std::filesystem::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(errno, "open", path);
    }
    std::string bytes;
    constexpr std::size_t kBlockSizeBytes = 65536;
    while (true) {
        const std::size_t used = bytes.size();
        bytes.resize(used + kBlockSizeBytes);
        const ssize_t count = ::read(file.get(), bytes.data() + used, kBlockSizeBytes);
        if (count < 0 && errno == EINTR) {
            bytes.resize(used);
            continue;
        }
        if (count < 0) {
            return file_error(errno, "read", path);
        }
        bytes.resize(used + static_cast<std::size_t>(count));
        if (count == 0) {
            return bytes;
        }
    }
}

Status write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error(errno, "write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return ok();
}

Status sync_folder(const std::filesystem::path& folder) {
    const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(errno, "open", folder);
    }
    if (::fsync(file.get()) != 0) {
        return file_error(errno, "sync", folder);
    }
    return ok();
}

Status make_folders(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        return file_error(failed.value(), "make the folder", folder);
    }
    return ok();
}

Status make_durable_folders(const std::filesystem::path& folder) {
    const auto folder_above = [](const std::filesystem::path& path) {
        return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    };
    std::vector<std::filesystem::path> missing;
    std::filesystem::path current = folder;
    std::error_code ignored;
    while (!current.empty() && !std::filesystem::exists(current, ignored)) {
        missing.push_back(current);
        current = current.parent_path();
    }
    if (!missing.empty() && !current.empty() && current != current.root_path()) {
        LEVADA_CHECK(sync_folder(folder_above(current)));
    }
    for (auto it = missing.rbegin(); it != missing.rend(); ++it) {
        constexpr mode_t kMode = 0755;
        if (::mkdir(it->c_str(), kMode) != 0 && errno != EEXIST) {
            return file_error(errno, "make the folder", *it);
        }
        if (const Status synced = sync_folder(folder_above(*it)); !synced) {
            ::rmdir(it->c_str());  // Whoever tries again would take it for durable.
            return synced;
        }
    }
    return ok();
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
    const std::filesystem::path temporary = path.string() + ".tmp";
    constexpr mode_t kMode = 0644;
    FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode));
    if (!file.is_open()) {
        return file_error(errno, "make", temporary);
    }
    Status written = write_all(file.get(), bytes, temporary);
    if (written && ::fsync(file.get()) != 0) {
        written = file_error(errno, "sync", temporary);
    }
    file.close();
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
        written = file_error(errno, "rename to", path);
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    return sync_folder(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

}  // namespace levada
