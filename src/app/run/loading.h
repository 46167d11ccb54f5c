#pragma once

#include "run/catalog.h"
#include "run/services.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "levada/load/loader.h"

namespace levada::app {

/// Where a stream's table is: `.levada/lake/<pipeline>/<stream>`.
std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream);

/// What came of loading one stream's messages.
struct LoadedStream {
    std::uint64_t records = 0;
    std::uint64_t dead_letters = 0;
    std::string refusal{};  ///< why an overwritten table was left as it was
};

/// Where and for whom streams are loaded. All is borrowed.
struct Loading {
    Services& services;
    const Project& project;
    const Pipeline& pipeline;
    LogSink& log;
    /// Asked between commits; true leaves the rest in the queue for the next run. May be empty.
    std::function<bool()> is_stopping{};
    OverwriteGuard guard{};
};

/// Brings what waits in the stream's topic into its table.
/// Errors: those of load::Loader.
Result<LoadedStream> load_stream(const Loading& loading, const PlannedStream& stream);

}  // namespace levada::app
