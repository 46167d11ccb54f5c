#pragma once

#include <filesystem>
#include <vector>

#include "levada/base/result.h"
#include "levada/ports/python_runtime.h"

namespace levada {

/// The files of one call, in a folder that only this user can enter; removed with the object. Move-only.
class CallFolder {
public:
    /// Makes the folder only when there are files. Errors: unavailable, permission_denied.
    static Result<CallFolder> make(const std::vector<ProgramFile>& files, const std::filesystem::path& parent);
    ~CallFolder();
    CallFolder(CallFolder&& other) noexcept;
    CallFolder& operator=(CallFolder&& other) = delete;
    CallFolder(const CallFolder&) = delete;
    CallFolder& operator=(const CallFolder&) = delete;

    /// `command` with the options and paths of the files behind it.
    std::vector<std::string> command_line(std::vector<std::string> command,
                                          const std::vector<ProgramFile>& files) const;
    const std::filesystem::path& path() const { return path_; }

private:
    explicit CallFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

}  // namespace levada
