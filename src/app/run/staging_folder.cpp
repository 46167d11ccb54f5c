#include "run/staging_folder.h"

#include <system_error>

#include "levada/base/file.h"

namespace levada::app {

std::filesystem::path StagingFolder::usual(const std::string& named) {
    const std::filesystem::path staging = named.empty() ? "/staging/files" : named;
    std::error_code ignored;
    return std::filesystem::exists(staging, ignored)
               ? staging
               : std::filesystem::temp_directory_path(ignored) / "airbyte-file-transfer";
}

Result<airbyte::StagedFile> StagingFolder::write(std::string_view relative_path, std::string_view bytes) {
    const std::filesystem::path path = root_ / std::filesystem::path(relative_path).relative_path();
    LEVADA_CHECK(make_folders(path.parent_path()));
    LEVADA_CHECK(write_file_atomically(path, bytes));
    return airbyte::StagedFile{.url = path.string(), .size_bytes = bytes.size()};
}

}  // namespace levada::app
