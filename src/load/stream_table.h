#pragma once

#include "batch_source.h"
#include "load_position.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/lake/stream_schema.h"
#include "levada/lake/table.h"
#include "levada/load/loader.h"

namespace levada::load {

/// The Hudi table of one stream: its key and order by the load mode, its columns by the stream's schema, and, while an
/// overwriting sync runs, its next version. Not thread-safe.
class StreamTable {
public:
    /// Borrows all.
    StreamTable(
        Queue& queue, SqlEngine& engine, const Clock& clock, const LoadTarget& target, const LoadOptions& options);

    /// Opens the table if it is there, removes what crashed writes left, and takes up an unfinished version.
    /// Gives how far it has been loaded. Errors: conflict (another key), corruption, unavailable.
    Result<LoadPosition> open();

    /// A run begins: its columns, and a new version when its generation is greater than the table's.
    Status begin_run(const StreamBegin& begin, const LoadPosition& position);
    /// One commit (or one step of the new version). Moves `position`; adds to `report`. Errors: as Loader::drain.
    Status load(const std::vector<BatchRef>& batches, LoadPosition& position, LoadReport& report);
    /// The run is over: makes a new version visible when it is complete (an incomplete one only where there is no whole
    /// one yet), and an empty table when nothing came.
    Status end_run(const StreamEnd& end, LoadPosition& position, LoadReport& report);
    Status clean(std::int64_t retained_commit_count);
    bool has_commits() const { return has_commits_; }
    bool has_version() const { return version_ != nullptr; }
    /// Removes the unfinished version, if there is one.
    Status abandon_version();
    /// Up to where readers see the topic; unlike the position that open() gives, without an unfinished version.
    std::int64_t shown_offset() const { return shown_offset_; }
    /// Whether batches may be loaded that no boundary follows: the next run makes the version anew, or upserts them.
    bool may_load_early() const {
        return version_ != nullptr ? !target_.is_resumed : target_.mode == LoadMode::append_dedup;
    }
    /// Dead letters of the run's drains before the next one, for the limit.
    void note_drain(const LoadReport& report) {
        rejected_before_ = report.has_ended ? 0 : rejected_before_ + report.rejected_count;
    }

private:
    Status make_table();
    lake::TableOptions table_options() const;
    Status check_key();
    Result<lake::WriteOptions> write_options() const;
    Result<std::string> column_of(const std::string& field) const;
    Status learn_fields(const std::vector<BatchRef>& batches);
    Status add_key_fields();
    Status keep_rejections(const ReadingNotes& notes, std::int64_t record_count, const LoadReport& report);
    Result<std::int64_t> row_count();
    Result<std::string> refusal_of_version();
    Result<bool> may_show_incomplete(const LoadPosition& position);
    Status show_version(LoadPosition& position, LoadReport& report);
    Result<lake::CommitInfo> write(lake::RowFeed& feed, const lake::WriteOptions& options);

    Queue& queue_;
    SqlEngine& engine_;
    const Clock& clock_;
    const LoadTarget& target_;
    const LoadOptions& options_;
    std::string topic_;
    std::unique_ptr<lake::Table> table_;  // null before the table is there
    std::unique_ptr<lake::TableReplacement> version_;
    lake::StreamSchema schema_;
    bool has_declared_schema_ = false;
    bool has_commits_ = false;
    std::int64_t shown_offset_ = 0;
    std::int64_t run_generation_ = 0;  // of the run, be it a new version or not
    std::int64_t rejected_before_ = 0;
};

}  // namespace levada::load
