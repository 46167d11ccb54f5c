#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

#include "levada/base/assert.h"
#include "levada/observe/log_sinks.h"

namespace levada::observe {

namespace {

Result<FileDescriptor> open_to_append(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0) {
        return file_error(errno, "open", path);
    }
    return FileDescriptor(fd);
}

std::filesystem::path numbered(const std::filesystem::path& path, std::size_t number) {
    return path.string() + "." + std::to_string(number);
}

}  // namespace

void DescriptorOutput::write_line(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    // Nobody is left to be told when the terminal is gone.
    static_cast<void>(write_all(descriptor_, line, "log"));
}

Result<std::unique_ptr<RotatedFileOutput>> RotatedFileOutput::open(RotationOptions options) {
    LEVADA_ASSERT(options.files_max > 0);
    if (options.path.has_parent_path()) {
        LEVADA_CHECK(make_folders(options.path.parent_path()));
    }
    LEVADA_TRY(FileDescriptor file, open_to_append(options.path));
    struct stat about {};
    const bool is_known = ::fstat(file.get(), &about) == 0;
    const std::size_t size = is_known ? static_cast<std::size_t>(about.st_size) : 0;
    return std::unique_ptr<RotatedFileOutput>(new RotatedFileOutput(std::move(options), std::move(file), size));
}

RotatedFileOutput::RotatedFileOutput(RotationOptions options, FileDescriptor file, std::size_t size_bytes)
    : options_(std::move(options)), file_(std::move(file)), size_bytes_(size_bytes) {}

void RotatedFileOutput::rotate() {
    std::error_code ignored;
    for (std::size_t i = options_.files_max - 1; i > 0; --i) {
        const std::filesystem::path from = i == 1 ? options_.path : numbered(options_.path, i - 1);
        std::filesystem::rename(from, numbered(options_.path, i), ignored);
    }
    if (options_.files_max == 1) {
        std::filesystem::remove(options_.path, ignored);
    }
    Result<FileDescriptor> fresh = open_to_append(options_.path);
    if (fresh) {
        file_ = std::move(*fresh);
    }
    // Without a fresh file the old one goes on; either way the next try comes after as many bytes again.
    size_bytes_ = 0;
}

void RotatedFileOutput::write_line(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    if (size_bytes_ > 0 && size_bytes_ + line.size() > options_.file_bytes_max) {
        rotate();
    }
    if (write_all(file_.get(), line, options_.path)) {
        size_bytes_ += line.size();
    }
}

}  // namespace levada::observe
