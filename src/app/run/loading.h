#pragma once

#include "run/catalog.h"
#include "run/services.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace levada::app {

/// Where a stream's table is: `.levada/lake/<pipeline>/<stream>`.
std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream);

/// What came of loading one stream's messages.
struct LoadedStream {
    std::uint64_t records = 0;
    std::uint64_t dead_letters = 0;
};

/// Brings what waits in the stream's topic into its table.
/// Errors: those of load::Loader.
Result<LoadedStream> load_stream(Services& services,
                                 const Project& project,
                                 const Pipeline& pipeline,
                                 const PlannedStream& stream);

}  // namespace levada::app
