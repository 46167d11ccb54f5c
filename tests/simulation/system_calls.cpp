// The seam between the program and the disk: the file calls of libc, defined once more. A program that links this file
// gets these, also where DuckDB, SQLite or the C++ library make them, so nothing can go around the simulated disk, and
// the program itself has no line that is only there for tests. Calls that concern no simulated disk, or all of them
// when none is active, go to the kernel as they are.

#include "simulated_disk.h"

#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

using levada::simulation::SimulatedDisk;

std::uint64_t random_state = 0;

long fail(int error_number) {
    errno = error_number;
    return -1;
}

// The absolute path that a call means.
std::string path_of(int folder, const char* path) {
    if (path[0] == '/') {
        return path;
    }
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
        return syscall(SYS_getcwd, &base[0], sizeof base) > 0 ? std::string(&base[0]) + "/" + path : std::string();
    }
    const std::string link = "/proc/self/fd/" + std::to_string(folder);
    const ssize_t size = readlink(link.c_str(), &base[0], sizeof base);
    return size > 0 ? std::string(&base[0], static_cast<std::size_t>(size)) + "/" + path : std::string();
}

// The disk that holds the path; null when none does.
SimulatedDisk* disk_of(const std::string& path) {
    SimulatedDisk* disk = SimulatedDisk::active();
    return disk != nullptr && disk->holds(path) ? disk : nullptr;
}
SimulatedDisk* disk_of(int fd) {
    SimulatedDisk* disk = SimulatedDisk::active();
    return disk != nullptr && disk->is_open(fd) ? disk : nullptr;
}

bool exists(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

int open_at(int folder, const char* path, int flags, mode_t mode) {
    SimulatedDisk* disk = SimulatedDisk::active();
    const std::string whole = disk == nullptr ? std::string() : path_of(folder, path);
    disk = disk_of(whole);
    if (disk == nullptr) {
        return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
    }
    const bool is_there = (flags & (O_CREAT | O_TRUNC)) == 0 || exists(whole);  // Else nothing hangs on it.
    const bool is_making = (flags & O_CREAT) != 0 && !is_there;
    const bool is_cutting = (flags & O_TRUNC) != 0 && is_there;
    if (const int failed = is_making || is_cutting ? disk->before_change("make", 0) : 0; failed != 0) {
        return static_cast<int>(fail(failed));
    }
    if (disk->is_stopped()) {
        return static_cast<int>(fail(EIO));
    }
    const int fd = static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
    if (fd >= 0) {
        disk->opened(fd, whole, is_making, is_cutting);
    }
    return fd;
}

// A write that a crash or a full disk stops halfway leaves a part.
ssize_t write_at(SimulatedDisk* disk, int fd, std::string_view bytes, off_t position) {
    const int failed = disk->before_change("write", bytes.size());
    std::string_view written = bytes;
    if (failed != 0) {
        written = disk->is_stopped() ? std::string_view() : bytes.substr(0, bytes.size() / 2);
    }
    const long count = written.empty() ? 0 : syscall(SYS_pwrite64, fd, written.data(), written.size(), position);
    if (count > 0) {
        disk->written(fd, static_cast<std::uint64_t>(position), written.substr(0, static_cast<std::size_t>(count)));
    }
    return failed != 0 && count <= 0 ? fail(failed) : count;
}

ssize_t write_on(SimulatedDisk* disk, int fd, std::string_view bytes) {
    const bool is_appending = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
    const off_t position = syscall(SYS_lseek, fd, 0, is_appending ? SEEK_END : SEEK_CUR);
    const ssize_t count = write_at(disk, fd, bytes, position);
    if (count > 0) {
        syscall(SYS_lseek, fd, position + count, SEEK_SET);
    }
    return count;
}

int sync_file(int fd, long call) {
    SimulatedDisk* disk = disk_of(fd);
    if (disk == nullptr) {
        return static_cast<int>(syscall(call, fd));
    }
    if (const int failed = disk->before_change("sync", 0); failed != 0) {
        return static_cast<int>(fail(failed));
    }
    const int failed = disk->sync(fd);
    return failed == 0 ? 0 : static_cast<int>(fail(failed));
}

int unlink_at(int folder, const char* path, int flags) {
    const std::string whole = SimulatedDisk::active() == nullptr ? std::string() : path_of(folder, path);
    SimulatedDisk* disk = disk_of(whole);
    if (disk != nullptr && exists(whole)) {
        if (const int failed = disk->before_change("unlink", 0); failed != 0) {
            return static_cast<int>(fail(failed));
        }
    }
    const int done = static_cast<int>(syscall(SYS_unlinkat, folder, path, flags));
    if (disk != nullptr && done == 0) {
        disk->named(whole, SimulatedDisk::Name::removed);
    }
    return done;
}

int rename_at(const char* from, const char* to, unsigned flags) {
    const std::string source = path_of(AT_FDCWD, from);
    const std::string target = path_of(AT_FDCWD, to);
    SimulatedDisk* disk = disk_of(target);
    if (disk != nullptr) {
        if (const int failed = disk->before_change("rename", 0); failed != 0) {
            return static_cast<int>(fail(failed));
        }
    }
    const int done = static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
    if (disk != nullptr && done == 0) {
        disk->renamed(source, target);
    }
    return done;
}

template <typename Call>
int make_name(const char* path, SimulatedDisk::Name how, Call call) {
    const std::string whole = SimulatedDisk::active() == nullptr ? std::string() : path_of(AT_FDCWD, path);
    SimulatedDisk* disk = disk_of(whole);
    if (disk != nullptr && !exists(whole)) {
        if (const int failed = disk->before_change("make", 0); failed != 0) {
            return static_cast<int>(fail(failed));
        }
    }
    const int done = call();
    if (disk != nullptr && done == 0) {
        disk->named(whole, how);
    }
    return done;
}

template <typename Call>
ssize_t read_by(int fd, void* bytes, Call call) {
    SimulatedDisk* disk = disk_of(fd);
    if (disk != nullptr) {
        if (const int failed = disk->before_read(); failed != 0) {
            return fail(failed);
        }
    }
    const ssize_t count = call();
    if (disk != nullptr && count > 0) {
        disk->flip(fd, static_cast<char*>(bytes), static_cast<std::size_t>(count));
    }
    return count;
}

mode_t mode_from(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

void levada::simulation::seed_random_bytes(std::uint64_t seed) {
    random_state = seed * 0x9e3779b97f4a7c15ULL + 1;
}

// Names and signatures are libc's.
extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_from(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_from(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_from(flags, rest);
    va_end(rest);
    return open_at(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_from(flags, rest);
    va_end(rest);
    return open_at(folder, path, flags, mode);
}

int close(int fd) {
    if (SimulatedDisk* disk = disk_of(fd)) {
        disk->closed(fd);
    }
    return static_cast<int>(syscall(SYS_close, fd));
}

ssize_t write(int fd, const void* bytes, size_t size) {
    SimulatedDisk* disk = disk_of(fd);
    return disk == nullptr ? syscall(SYS_write, fd, bytes, size)
                           : write_on(disk, fd, {static_cast<const char*>(bytes), size});
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t position) {
    SimulatedDisk* disk = disk_of(fd);
    return disk == nullptr ? syscall(SYS_pwrite64, fd, bytes, size, position)
                           : write_at(disk, fd, {static_cast<const char*>(bytes), size}, position);
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t position) {
    return pwrite(fd, bytes, size, position);
}
ssize_t writev(int fd, const struct iovec* parts, int count) {
    SimulatedDisk* disk = disk_of(fd);
    if (disk == nullptr) {
        return syscall(SYS_writev, fd, parts, count);
    }
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        bytes.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    }
    return write_on(disk, fd, bytes);
}
ssize_t read(int fd, void* bytes, size_t size) {
    return read_by(fd, bytes, [&] { return syscall(SYS_read, fd, bytes, size); });
}
ssize_t pread(int fd, void* bytes, size_t size, off_t position) {
    return read_by(fd, bytes, [&] { return syscall(SYS_pread64, fd, bytes, size, position); });
}
ssize_t pread64(int fd, void* bytes, size_t size, off64_t position) {
    return pread(fd, bytes, size, position);
}

int ftruncate(int fd, off_t size) noexcept {
    SimulatedDisk* disk = disk_of(fd);
    if (disk != nullptr) {
        if (const int failed = disk->before_change("cut", static_cast<std::size_t>(size)); failed != 0) {
            return static_cast<int>(fail(failed));
        }
        disk->cut(fd, static_cast<std::uint64_t>(size));
    }
    return static_cast<int>(syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off64_t size) noexcept {
    return ftruncate(fd, size);
}

int fsync(int fd) {
    return sync_file(fd, SYS_fsync);
}
int fdatasync(int fd) {
    return sync_file(fd, SYS_fdatasync);
}

int rename(const char* from, const char* to) noexcept {
    return rename_at(from, to, 0);
}
int renameat2(int, const char* from, int, const char* to, unsigned flags) noexcept {
    return rename_at(from, to, flags);
}
int link(const char* from, const char* to) noexcept {
    return make_name(to, SimulatedDisk::Name::linked, [&] {
        return static_cast<int>(syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
    });
}
int mkdir(const char* path, mode_t mode) noexcept {
    return make_name(path, SimulatedDisk::Name::made_folder, [&] {
        return static_cast<int>(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
    });
}
int unlink(const char* path) noexcept {
    return unlink_at(AT_FDCWD, path, 0);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    return unlink_at(folder, path, flags);
}
int rmdir(const char* path) noexcept {
    return unlink_at(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
    struct stat status {};
    const bool is_folder = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return unlink_at(AT_FDCWD, path, is_folder ? AT_REMOVEDIR : 0);
}

// OpenSSL's, which names of files and instants are made from: the same in every run with the same seed.
int RAND_bytes(unsigned char* bytes, int size) {
    for (int i = 0; i < size; ++i) {
        random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
        bytes[i] = static_cast<unsigned char>(random_state >> 56U);
    }
    return 1;
}
}
