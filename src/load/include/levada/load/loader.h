#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/ports/clock.h"
#include "levada/ports/queue.h"
#include "levada/ports/sql_engine.h"

namespace levada {

/// The consumer under which a loader tells the queue how far it got: below that offset everything is in a table.
inline constexpr const char* kLoaderConsumer = "loader";

/// What becomes of a record whose primary key the table has.
enum class LoadMode : std::uint8_t {
    append,        ///< both stay; the key plays no part
    append_dedup,  ///< the newest by cursor, then by extraction, stays; a deletion removes it
};

/// The table of one stream. Whether a sync overwrites is told by its generation: a greater one than the table's makes a
/// new version of the table, visible when the stream is complete. While there is no whole version, the largest one
/// whose run ended incomplete is shown.
struct LoadTarget {
    std::string pipeline;
    std::string stream;
    std::filesystem::path folder;  ///< of the Hudi table
    LoadMode mode = LoadMode::append;
    std::vector<std::string> primary_key;  ///< fields, for append_dedup
    std::string cursor_field;              ///< empty when there is none
    std::string connector{};               ///< name and version, for dead letters
    /// The stream's next run goes on from its newest state. In append mode an incomplete run's records after that state
    /// do not count then: the next run reads them again, and nothing could tell them from new ones.
    bool is_resumed = false;
};

/// What becomes of an overwritten table whose new version would be empty.
enum class EmptyVersion : std::uint8_t {
    keep,     ///< the old rows stay: an API that gives nothing is taken for a failure
    replace,  ///< the table becomes empty
};

/// Keeps an overwriting sync from taking rows away that the table should still have.
struct OverwriteGuard {
    /// A new version with fewer rows than the table's by more than this share is refused; 100: any share may go.
    int shrink_percent_max = 100;
    EmptyVersion when_empty = EmptyVersion::keep;
};

/// When dead letters stop a stream; its records then wait in the queue.
struct DeadLetterLimit {
    std::int64_t count_max = INT64_MAX;  ///< of one run's drains by one Loader
    int percent_max = 100;               ///< of the records of one commit
};

struct LoadOptions {  ///< How much goes into a commit, and how long it is kept.
    /// Records of one commit, in bytes; memory does not grow with it, but an upsert's does with its number of keys.
    std::uint64_t group_size_bytes_max = std::uint64_t{64} << 20;
    /// Commits that time travel reaches back; older slices are removed after a stream's end.
    std::int64_t retained_commit_count = 20;
    /// Asked between commits; true ends the drain with what is committed. May be empty.
    std::function<bool()> is_stopping{};
    /// Told after each commit below which offset of the topic all is in the table now. May be empty.
    std::function<void(std::int64_t next_offset)> on_commit{};
    OverwriteGuard guard{};
    DeadLetterLimit dead_letters{};
    /// Waits before a commit that another writer came before is tried again; empty: at once.
    std::function<void(std::chrono::nanoseconds)> wait{};
    /// Whether the largest incomplete version is shown while there is no whole one.
    bool shows_incomplete = true;
    /// For a table that has lost what was loaded into it (agreement.h) and gets a new version: the messages from this
    /// offset on are all of that. Nothing: such a table is an error.
    std::optional<std::int64_t> made_anew_from{};
};

/// What to do with records that are ready but fill no group yet.
/// Records are ready when a checkpoint or an end follows them. Those that would do no harm if their run died now, since
/// its successor makes the version anew or upserts them again, are ready when they fill a group.
enum class DrainMode : std::uint8_t {
    full_groups,  ///< leave them for later: the stream still runs
    everything,   ///< commit them
};

/// What a drain did.
struct LoadReport {
    std::int64_t commit_count = 0;
    std::int64_t batch_count = 0;
    std::int64_t record_count = 0;    ///< rows written; of an upsert, those that were newer
    std::int64_t rejected_count = 0;  ///< gone to the dead-letter topic
    std::int64_t deleted_count = 0;
    /// Records that no state of an incomplete run covers, left to the next run.
    std::int64_t unsettled_count = 0;
    std::uint64_t size_bytes = 0;
    std::string newest_instant;                  ///< of the last commit, if there was one
    std::vector<std::string> undeclared_fields;  ///< members that the stream's schema does not have
    /// Why the newest version was refused and the table left as it was; empty when it was not.
    std::string refusal;
    bool has_ended = false;  ///< the stream's end of a run was the last thing seen
};

/// Loads one stream's topic into its table: each batch that is ready (DrainMode), once, in groups of one commit, with
/// the queue's offset and the batch ids in the commit itself. So a restart goes on from the newest completed commit:
/// nothing is lost and nothing is doubled, wherever the last process stopped. Not thread-safe; one loader per table.
class Loader {
public:
    /// Borrows the three.
    Loader(Queue& queue, SqlEngine& engine, const Clock& clock, LoadTarget target, LoadOptions options = {});
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    /// Loads what has come since the last drain. A topic that is not there yet gives an empty report.
    /// Errors: conflict (the table was made with another key, another writer), corruption (queue, commit metadata),
    /// those of agreed_offset() (the table has lost rows, the queue messages), invalid_config (no primary key),
    /// unsupported (nested key), unavailable (disk, memory).
    Result<LoadReport> drain(DrainMode mode);

private:
    class Session;
    std::unique_ptr<Session> session_;
};

}  // namespace levada
