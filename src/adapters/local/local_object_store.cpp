#include "levada/adapters/local_object_store.h"

#include "disk.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <optional>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada {
namespace {

constexpr const char* kTemporaryFolder = ".tmp";
constexpr mode_t kObjectFileMode = 0644;

// Moves without replacing. Some file systems cannot: there a hard link does the same.
int rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    if (::link(from.c_str(), to.c_str()) != 0) {
        return errno;
    }
    ::unlink(from.c_str());
    return 0;
}

Error conflict(const std::string& key) {
    return Error(ErrorCode::conflict, "the object exists already").with("object", key);
}

// All bytes of the range, which the file has.
Result<std::string> read_at(int file, ByteRange range, const std::filesystem::path& path) {
    std::string bytes(range.size_bytes, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ::ssize_t count =
            ::pread(file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(range.offset + done));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return file_error(count == 0 ? EIO : errno, "read", path);
        }
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

class LocalObjectWriter final : public ObjectWriter {
public:
    struct Place {
        std::string key;
        std::filesystem::path path;
        std::filesystem::path temporary;
    };

    LocalObjectWriter(Place place, FileDescriptor file, std::shared_ptr<Disk> disk)
        : place_(std::move(place)), file_(std::move(file)), disk_(std::move(disk)) {}
    ~LocalObjectWriter() override {
        if (file_.is_open()) {
            ::unlink(place_.temporary.c_str());
        }
    }
    LocalObjectWriter(const LocalObjectWriter&) = delete;
    LocalObjectWriter& operator=(const LocalObjectWriter&) = delete;

    Status append(std::string_view bytes) override {
        if (failure_.has_value()) {
            return *failure_;
        }
        LEVADA_ASSERT(file_.is_open());
        LEVADA_CHECK(disk_->write_at(file_.get(), bytes, size_bytes_, place_.temporary));
        size_bytes_ += bytes.size();
        return ok();
    }

    Result<ObjectInfo> publish() override {
        if (failure_.has_value()) {
            return *failure_;
        }
        LEVADA_ASSERT(file_.is_open());
        if (::ftruncate(file_.get(), static_cast<off_t>(size_bytes_)) != 0 || ::fsync(file_.get()) != 0) {
            return fail(file_error(errno, "sync", place_.temporary));
        }
        LEVADA_CHECK(make_durable_folders(place_.path.parent_path()));
        const int failed = rename_new(place_.temporary, place_.path);
        if (failed == EEXIST) {
            return conflict(place_.key);
        }
        if (failed != 0) {
            return file_error(failed, "rename to", place_.path);
        }
        file_.close();
        if (Status synced = sync_folder(place_.path.parent_path()); !synced.has_value()) {
            return fail(synced.error());
        }
        return ObjectInfo{place_.key, size_bytes_};
    }

    std::uint64_t size_bytes() const override { return size_bytes_; }

private:
    // After a failed fsync the kernel takes what it could not write for clean, and a second one would say nothing: the
    // object is given up.
    Error fail(Error error) {
        failure_ = error;
        return error;
    }

    Place place_;
    FileDescriptor file_;
    std::shared_ptr<Disk> disk_;
    std::uint64_t size_bytes_ = 0;
    std::optional<Error> failure_;
};

bool is_valid_key(const std::string& key) {
    if (key.empty() || key.find('\0') != std::string::npos || key.starts_with(kTemporaryFolder)) {
        return false;
    }
    const std::vector<std::string_view> parts = split(key, '/');
    return std::none_of(
        parts.begin(), parts.end(), [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

// Removes what writers that are gone left behind; a living one holds a lock on its file.
void remove_abandoned(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const FileDescriptor file(::open(entry.path().c_str(), O_RDWR | O_CLOEXEC));
        if (file.is_open() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
            ::unlink(entry.path().c_str());
        }
    }
}

struct TemporaryFile {
    std::filesystem::path path;
    FileDescriptor file;
};

// A new file that holds its lock. Another process may remove it between its making and its locking: then again.
Result<TemporaryFile> make_temporary(const std::filesystem::path& folder) {
    static std::atomic<std::uint64_t> count = 0;
    constexpr int kAttemptsMax = 1000;
    int failed = 0;
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
        std::filesystem::path path = folder / (std::to_string(::getpid()) + "-" + std::to_string(count++));
        FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kObjectFileMode));
        failed = errno;
        if (!file.is_open() && failed != EEXIST) {
            break;
        }
        struct stat status {};
        if (file.is_open() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 && ::fstat(file.get(), &status) == 0 &&
            status.st_nlink > 0) {
            return TemporaryFile{std::move(path), std::move(file)};
        }
    }
    return file_error(failed, "make a file in", folder);
}

Error no_such_object(const std::string& key) {
    return Error(ErrorCode::not_found, "no such object").with("object", key);
}

// The folder below which all keys with the prefix are.
std::filesystem::path folder_of_prefix(const std::filesystem::path& root, const std::string& prefix) {
    const std::size_t slash = prefix.rfind('/');
    return slash == std::string::npos ? root : root / prefix.substr(0, slash);
}

}  // namespace

LocalObjectStore::LocalObjectStore(std::filesystem::path root)
    : root_(std::move(root)), disk_(std::make_shared<Disk>()) {}
LocalObjectStore::~LocalObjectStore() = default;

Result<std::unique_ptr<LocalObjectStore>> LocalObjectStore::open(const std::filesystem::path& root) {
    LEVADA_CHECK(make_durable_folders(root / kTemporaryFolder));
    remove_abandoned(root / kTemporaryFolder);
    return std::unique_ptr<LocalObjectStore>(new LocalObjectStore(root));
}

void LocalObjectStore::set_disk_size_bytes_max(std::uint64_t size_bytes_max) {
    disk_->set_size_bytes_max(size_bytes_max);
}

Result<std::filesystem::path> LocalObjectStore::path_of(const std::string& key) const {
    if (!is_valid_key(key)) {
        return Error(ErrorCode::invalid_data, "the object's key is not valid").with("object", key);
    }
    return root_ / key;
}

Result<std::unique_ptr<ObjectWriter>> LocalObjectStore::create(const std::string& key) {
    LEVADA_TRY(std::filesystem::path path, path_of(key));
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        return conflict(key);
    }
    LEVADA_TRY(TemporaryFile temporary, make_temporary(root_ / kTemporaryFolder));
    return std::make_unique<LocalObjectWriter>(
        LocalObjectWriter::Place{key, std::move(path), std::move(temporary.path)}, std::move(temporary.file), disk_);
}

Result<ObjectInfo> LocalObjectStore::put(const std::string& key, std::string_view bytes, Deadline /*deadline*/) {
    LEVADA_TRY(const std::unique_ptr<ObjectWriter> writer, create(key));
    LEVADA_CHECK(writer->append(bytes));
    return writer->publish();
}

Result<std::string> LocalObjectStore::get(const std::string& key, Deadline /*deadline*/) {
    LEVADA_TRY(const std::filesystem::path path, path_of(key));
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        return no_such_object(key);
    }
    return read_file(path);
}

Result<std::string> LocalObjectStore::get_range(const std::string& key, ByteRange range, Deadline /*deadline*/) {
    LEVADA_TRY(const std::filesystem::path path, path_of(key));
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return errno == ENOENT || errno == ENOTDIR ? no_such_object(key) : file_error(errno, "open", path);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        return file_error(errno, "look at", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return no_such_object(key);
    }
    const auto size_bytes = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t begin = std::min(range.offset, size_bytes);
    return read_at(file.get(), {begin, std::min(range.size_bytes, size_bytes - begin)}, path);
}

Result<std::vector<ObjectInfo>> LocalObjectStore::list(const std::string& prefix, Deadline /*deadline*/) {
    std::vector<ObjectInfo> found;
    std::error_code failed;
    const std::filesystem::path folder = folder_of_prefix(root_, prefix);
    if (!std::filesystem::is_directory(folder, failed)) {
        return found;
    }
    for (auto it = std::filesystem::recursive_directory_iterator(folder, failed);
         !failed && it != std::filesystem::recursive_directory_iterator();
         it.increment(failed)) {
        std::string key = it->path().lexically_relative(root_).string();
        std::error_code gone;
        if (!key.starts_with(prefix) || !is_valid_key(key) || !it->is_regular_file(gone)) {
            continue;
        }
        const std::uint64_t size_bytes = it->file_size(gone);
        if (!gone) {
            found.push_back({std::move(key), size_bytes});
        }
    }
    if (failed) {
        return file_error(failed.value(), "list", folder);
    }
    std::sort(found.begin(), found.end(), [](const ObjectInfo& a, const ObjectInfo& b) { return a.key < b.key; });
    return found;
}

Status LocalObjectStore::remove(const std::string& key, Deadline /*deadline*/) {
    LEVADA_TRY(const std::filesystem::path path, path_of(key));
    if (::unlink(path.c_str()) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? ok() : Status(file_error(errno, "remove", path));
    }
    return sync_folder(path.parent_path());
}

}  // namespace levada
