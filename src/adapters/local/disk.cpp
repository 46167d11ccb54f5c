#include "disk.h"

#include <cerrno>

#include <unistd.h>

#include "levada/base/file.h"

namespace levada {

Status Disk::write_at(int fd, std::string_view bytes, std::uint64_t position, const std::filesystem::path& path) {
    std::string_view allowed = bytes;
    const std::uint64_t limit = size_bytes_max_;
    if (limit > 0) {
        const std::uint64_t written = written_size_bytes_;
        allowed = bytes.substr(0, limit > written ? limit - written : 0);
    }
    std::string_view rest = allowed;
    while (!rest.empty()) {
        const ssize_t count = ::pwrite(fd, rest.data(), rest.size(), static_cast<off_t>(position));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error(errno, "write", path);
        }
        rest.remove_prefix(static_cast<std::size_t>(count));
        position += static_cast<std::uint64_t>(count);
        written_size_bytes_ += static_cast<std::uint64_t>(count);
    }
    if (allowed.size() < bytes.size()) {
        return file_error(ENOSPC, "write", path);
    }
    return ok();
}

}  // namespace levada
