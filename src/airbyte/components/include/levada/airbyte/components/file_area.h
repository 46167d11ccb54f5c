#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::airbyte {

/// A file that was put into the staging area.
struct StagedFile {
    /// Where it is, as a destination opens it.
    std::string url;
    std::uint64_t size_bytes = 0;
};

/// Where the files go that records refer to (`file_uploader`). Thread-safe: one file per call.
/// Source: airbyte-cdk 7.39.1, retrievers/file_uploader.
class FileArea {
public:
    virtual ~FileArea() = default;
    /// Writes `bytes` under `relative_path` (`/`-separated, without `..`), over what was there. Errors: of the disk.
    virtual Result<StagedFile> write(std::string_view relative_path, std::string_view bytes) = 0;
};

/// The area of a source, if it has one; shared by its components.
struct FileAreaSlot {
    FileArea* area = nullptr;
};

}  // namespace levada::airbyte
