#pragma once

#include <filesystem>

#include "levada/base/file.h"
#include "levada/base/result.h"

namespace levada {

/// Held by the one program that works on a project's `.levada` folder; given back when it ends, however it ends.
/// Source: flock(2).
class ProjectLock {
public:
    /// Makes the folder when it is not there. Errors: conflict (another process holds it, with its pid),
    /// permission_denied, unavailable.
    static Result<ProjectLock> acquire(const std::filesystem::path& folder);

private:
    explicit ProjectLock(FileDescriptor file) : file_(std::move(file)) {}
    FileDescriptor file_;
};

}  // namespace levada
