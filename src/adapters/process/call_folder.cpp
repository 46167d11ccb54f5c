#include "call_folder.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>

#include "levada/base/file.h"

namespace levada {

namespace {

Status write_private_file(const std::filesystem::path& path, const std::string& text) {
    constexpr mode_t kOwnerOnly = 0600;
    const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
    if (!file.is_open()) {
        return file_error(errno, "make", path);
    }
    return write_all(file.get(), text, path);
}

}  // namespace

Result<CallFolder> CallFolder::make(const std::vector<ProgramFile>& files, const std::filesystem::path& parent) {
    if (files.empty()) {
        return CallFolder({});
    }
    std::string made = (parent / "levada-call-XXXXXX").string();
    // mkdtemp makes it with mode 0700.
    if (::mkdtemp(made.data()) == nullptr) {
        return file_error(errno, "make a folder in", parent);
    }
    CallFolder folder{std::filesystem::path(made)};
    for (const ProgramFile& file : files) {
        LEVADA_CHECK(write_private_file(folder.path_ / file.name, file.text));
    }
    return folder;
}

CallFolder::~CallFolder() {
    if (!path_.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
}

CallFolder::CallFolder(CallFolder&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
}

std::vector<std::string> CallFolder::command_line(std::vector<std::string> command,
                                                  const std::vector<ProgramFile>& files) const {
    for (const ProgramFile& file : files) {
        command.push_back(file.option);
        command.push_back((path_ / file.name).string());
    }
    return command;
}

}  // namespace levada
