#pragma once

#include "run/catalog.h"
#include "run/services.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "levada/load/loader.h"

namespace levada::app {

/// Where a stream's table is: `.levada/lake/<pipeline>/<stream>`.
std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream);
/// The loader's target in short: which stream, and where its table is.
LoadTarget target_of(const Project& project, const Pipeline& pipeline, const std::string& stream);

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
    /// A replay makes each table anew: what it leaves unfinished is thrown away, and nothing but a whole version shown.
    bool is_replay = false;
    /// Streams whose table is lost, with the offset from which it is made anew; see LoadOptions.
    std::map<std::string, std::int64_t> made_anew_from{};
};

/// Brings one stream into its table, in any number of drains. Not thread-safe.
class StreamLoading {
public:
    using CommitNote = std::function<void(std::int64_t next_offset)>;

    /// Copies `loading`; borrows what it borrows. `on_commit`: as LoadOptions, may be empty.
    StreamLoading(const Loading& loading, const PlannedStream& stream, CommitNote on_commit = {});

    /// Brings what waits in the stream's topic into its table; gives the sum of all drains so far.
    /// Errors: those of load::Loader.
    Result<LoadedStream> drain(DrainMode mode);

private:
    Result<Loader*> loader();

    Loading loading_;
    PlannedStream stream_;
    CommitNote on_commit_;
    std::unique_ptr<Loader> loader_;
    LoadedStream sum_;
    std::set<std::string> undeclared_;
};

/// Brings what waits in the stream's topic into its table, once. Errors: those of load::Loader.
Result<LoadedStream> load_stream(const Loading& loading, const PlannedStream& stream);

}  // namespace levada::app
