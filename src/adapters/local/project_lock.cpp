#include "levada/adapters/project_lock.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "levada/base/text.h"

namespace levada {

Result<ProjectLock> ProjectLock::acquire(const std::filesystem::path& folder) {
    LEVADA_CHECK(make_durable_folders(folder));
    const std::filesystem::path path = folder / "lock";
    constexpr mode_t kMode = 0644;
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kMode));
    if (!file.is_open()) {
        return file_error(errno, "open", path);
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return file_error(errno, "lock", path);
        }
        const Result<std::string> holder = read_file(path);
        const std::string pid = holder.has_value() ? std::string(trim(*holder)) : std::string();
        return Error(ErrorCode::conflict, "another levada is at work in " + folder.string())
            .with("pid", pid.empty() ? "?" : pid)
            .hint("wait until it has ended, or stop it, then run the same command again");
    }
    if (::ftruncate(file.get(), 0) != 0) {
        return file_error(errno, "write", path);
    }
    // A full disk is no reason to refuse: the name of the holder only helps the next one's error.
    [[maybe_unused]] const Status written = write_all(file.get(), std::to_string(::getpid()) + "\n", path);
    return ProjectLock(std::move(file));
}

}  // namespace levada
