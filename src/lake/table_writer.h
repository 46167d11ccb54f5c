#pragma once

#include "commit_metadata.h"
#include "file_groups.h"
#include "file_writer.h"
#include "merge_plan.h"
#include "pending_commit.h"

#include <filesystem>
#include <vector>

#include "levada/lake/table.h"

namespace levada::lake {

/// Writes the files of one commit of a table. Not thread-safe.
class TableWriter {
public:
    /// What a table holds, and what writes to it.
    struct Target {
        SqlEngine& engine;
        const std::filesystem::path& table;
        const TableOptions& options;
        FileWriter& files;
        std::vector<Slice> slices;
    };

    /// Borrows everything but the slices.
    explicit TableWriter(Target target)
        : engine_(target.engine),
          table_(target.table),
          options_(target.options),
          files_(target.files),
          slices_(std::move(target.slices)) {}

    /// Adds what it wrote to `metadata`. Errors: the feed's, unsupported, unavailable.
    Status write(PendingCommit& commit, RowFeed& feed, const WriteOptions& options, CommitMetadata& metadata);
    /// Writes each slice that `metadata` does not touch once more, so that its columns get their present types.
    Status rewrite_others(PendingCommit& commit, RowFeed& feed, CommitMetadata& metadata);

private:
    Status write_plain(PendingCommit& commit, RowFeed& feed, const WriteOptions& options, CommitMetadata& metadata);
    Status write_partition(PendingCommit& commit,
                           RowFeed& feed,
                           const PartitionValues& values,
                           CommitMetadata& metadata);
    Status write_slices(PendingCommit& commit, RowFeed& feed, PartitionMerge& merge, CommitMetadata& metadata);
    Status write_inserts(PendingCommit& commit,
                         RowFeed& feed,
                         const std::string& path,
                         const PartitionMerge& merge,
                         CommitMetadata& metadata);
    Result<KeyBounds> bounds_with(const Slice& slice, const KeyBounds& bounds);

    SqlEngine& engine_;
    const std::filesystem::path& table_;
    const TableOptions& options_;
    FileWriter& files_;
    std::vector<Slice> slices_;
    std::unique_ptr<MergePlan> plan_;
    std::optional<Slice> insert_target_;
};

/// The metadata of a commit before it has files: operation, schema, columns, the caller's extra, and what earlier
/// native commits keep there, which archiving would otherwise lose. Errors: corruption, unavailable.
Result<CommitMetadata> begin_metadata(const std::filesystem::path& table,
                                      std::string operation,
                                      const FileWriter& files,
                                      const WriteOptions& options);

CommitInfo info_of(const std::string& instant, const CommitMetadata& metadata);

}  // namespace levada::lake
