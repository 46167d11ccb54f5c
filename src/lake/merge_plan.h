#pragma once

#include "file_groups.h"
#include "file_writer.h"
#include "partition_path.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "levada/lake/row_feed.h"
#include "levada/lake/table_options.h"

namespace levada::lake {

/// A table of the engine that goes when this does.
class ScratchTable {
public:
    ScratchTable(SqlEngine& engine, std::string_view purpose);
    ~ScratchTable();
    ScratchTable(const ScratchTable&) = delete;
    ScratchTable& operator=(const ScratchTable&) = delete;

    const std::string& name() const { return name_; }

private:
    SqlEngine& engine_;
    std::string name_;
};

/// How rows of one key are told apart.
struct MergeRules {
    std::vector<std::string> order;  ///< columns, the weightiest first; the greater value wins, an equal one replaces
    std::string deleted_column;      ///< a row whose value there is not null removes its key; empty: none does
    bool is_removing_all = false;    ///< every row removes its key
    bool is_keeping_all = false;     ///< rows of one key stay side by side: an insert
};

/// What happens in one slice.
struct SliceMerge {
    Slice slice;
    std::int64_t update_count = 0;
    std::int64_t delete_count = 0;
};

/// What happens in one partition.
struct PartitionMerge {
    std::vector<SliceMerge> slices;  ///< only those that change
    std::int64_t insert_count = 0;
    KeyBounds insert_bounds;
    bool is_whole_feed = false;  ///< every row of the feed is an insert: nothing has to be filtered
};

/// Decides which rows of a feed go where: the newest row of each key, against what the table holds. It holds keys and
/// order values of the feed only; the table's keys are read in passing. Not thread-safe.
class MergePlan {
public:
    /// Reads the feed once. Errors: the feed's.
    static Result<std::unique_ptr<MergePlan>> make(SqlEngine& engine,
                                                   const std::filesystem::path& table,
                                                   const TableOptions& options,
                                                   RowFeed& feed,
                                                   MergeRules rules);

    /// The partitions that the feed's rows are in.
    Result<std::vector<PartitionValues>> partitions();
    /// Compares with the slices of one partition; its filters hold until the next call.
    Result<PartitionMerge> merge(const PartitionValues& values, const std::vector<Slice>& slices);

    /// For FileRequest: the new rows of a slice (and the inserts, when they go there too), and the rows it keeps.
    std::string row_filter(const Slice* slice, bool is_taking_inserts) const;
    std::string carried_filter(const Slice& slice) const;

private:
    MergePlan(SqlEngine& engine, std::filesystem::path table, const TableOptions& options, MergeRules rules);

    Status locate(const std::string& condition, const std::vector<Slice>& slices);
    std::string newer_sql() const;
    Result<PartitionMerge> count(const std::vector<Slice>& slices);
    std::string path_of(const Slice& slice) const;

    SqlEngine& engine_;
    std::filesystem::path table_;
    TableOptions options_;
    MergeRules rules_;
    std::int64_t feed_count_ = 0;
    ScratchTable plan_;
    ScratchTable found_;
    ScratchTable jobs_;
};

}  // namespace levada::lake
