#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/file_area.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/requester.h"

namespace levada::airbyte {

/// Downloads the file that a record points to and stages it as `<stream>/<name>`.
/// Source: retrievers/file_uploader/default_file_uploader.py.
class FileUploader {
public:
    /// The uploader of a stream's `file_uploader` node; null when it has none. Errors: invalid_config, and those of its
    /// components.
    static Result<std::shared_ptr<FileUploader>> make(const Json* node, const BuildContext& context);

    /// The record's `file_reference` as JSON text; empty where a check has its file already.
    /// Errors: invalid_data (no target, a name that leaves the folder), unsupported (no staging area); those of the
    /// request and of the disk.
    Result<std::string> upload(std::string_view record);

private:
    FileUploader(SourceContext& source, std::string stream) : source_(source), stream_(std::move(stream)) {}
    Result<std::string> target_in(std::string_view record) const;
    Result<std::string> name_for(std::string_view record) const;

    SourceContext& source_;
    std::string stream_;
    std::shared_ptr<Requester> requester_;
    std::shared_ptr<Extractor> target_;
    std::optional<InterpolatedString> name_;
    std::uint64_t uploads_ = 0;
};

}  // namespace levada::airbyte
