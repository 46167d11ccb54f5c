#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "levada/airbyte/components/file_area.h"

namespace levada::app {

/// Files of records in a folder of this machine, where a destination takes them from.
class StagingFolder final : public airbyte::FileArea {
public:
    explicit StagingFolder(std::filesystem::path root) : root_(std::move(root)) {}
    /// The folder of the environment: $AIRBYTE_STAGING_DIRECTORY or /staging/files where that exists, else one in the
    /// system's folder for temporary files. Source: airbyte-cdk 7.39.1, sources/utils/files_directory.py.
    /// `named` is what the variable holds, or "".
    static std::filesystem::path usual(const std::string& named);

    Result<airbyte::StagedFile> write(std::string_view relative_path, std::string_view bytes) override;

private:
    std::filesystem::path root_;
};

}  // namespace levada::app
