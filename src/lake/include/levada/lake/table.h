#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/lake/row_feed.h"
#include "levada/lake/table_options.h"
#include "levada/ports/clock.h"
#include "levada/ports/sql_engine.h"

namespace levada::lake {

class PendingCommit;

/// What a write does with rows whose key the table already has.
enum class Operation : std::uint8_t {
    upsert,            ///< the newer row stays
    insert,            ///< both stay
    insert_overwrite,  ///< the partitions of the rows lose all they had
    remove,            ///< the key goes
};

/// Where a test stops a write, as a crash would.
enum class StopPoint : std::uint8_t { none, before_publish };

/// One write. `extra` goes into the commit's extraMetadata.
struct WriteOptions {
    Operation operation = Operation::upsert;
    std::vector<Column> columns;     ///< all columns of the table, new ones included
    std::vector<std::string> order;  ///< for upsert; empty: the table's order column
    std::string deleted_column;      ///< for upsert: rows with a value there remove their key
    std::map<std::string, std::string> extra;
    std::uint64_t incoming_size_bytes = 0;  ///< of the feed; 0: not known, taken for large
    std::uint64_t row_size_bytes = 0;       ///< of a row on the average; 0: not known, taken for small
    /// Called when the rows are written and not yet visible, for what must be durable first; its error undoes the
    /// write.
    std::function<Status()> before_publish;
    StopPoint stop = StopPoint::none;
};

struct CommitInfo {  ///< What one commit changed.
    std::string instant;
    std::int64_t file_count = 0;
    std::int64_t insert_count = 0;
    std::int64_t update_count = 0;
    std::int64_t delete_count = 0;
};

struct CleanInfo {        ///< What a cleaning removed.
    std::string instant;  ///< empty when there was nothing to remove
    std::int64_t file_count = 0;
};

/// Whether a replacement goes on or begins.
enum class ReplacementStart : std::uint8_t { pending, fresh };

/// A state of the table that SQL can read; without commits it has no columns.
struct Snapshot {
    std::string instant;  ///< of its newest commit; empty when there is none
    std::vector<Column> columns;
    std::vector<std::filesystem::path> files;
    std::string sql;  ///< a SELECT of the columns, in their order
};

/// Replaces all rows of a table at once, after any number of feeds; until commit() readers see the old rows.
/// What was added outlives a crash: Table::replacement(pending) goes on from it. Not thread-safe.
class TableReplacement {
public:
    virtual ~TableReplacement() = default;

    virtual const std::string& instant() const = 0;  ///< of the commit that commit() completes
    /// The `extra` of the last add() before a crash; empty when nothing was added yet.
    virtual const std::map<std::string, std::string>& saved_extra() const = 0;
    virtual std::int64_t row_count() const = 0;  ///< of all that was added
    /// Writes more rows, by insert or by upsert against those added before, and remembers `options.extra` with them.
    /// Errors: the feed's, unavailable.
    virtual Result<CommitInfo> add(RowFeed& feed, const WriteOptions& options) = 0;
    /// Swaps the rows. Errors: conflict (another writer came between), unavailable.
    virtual Result<CommitInfo> commit(const WriteOptions& options) = 0;
    /// Removes what was added; the table stays as it was.
    virtual Status abandon() = 0;
};

/// A Hudi copy-on-write table (version 6) in a folder. One writer at a time; any number of readers. Not thread-safe.
/// Source: Hudi 0.15.0 and 1.2.0, which read and write the same tables.
class Table {
public:
    static bool exists(const std::filesystem::path& path);
    /// Errors: conflict (there is a table), unsupported (a shape that Hudi's versions read differently), unavailable.
    static Result<Table> create(SqlEngine& engine,
                                const Clock& clock,
                                const std::filesystem::path& path,
                                const TableOptions& options);
    /// Errors: not_found, unsupported (another version or type of table).
    static Result<Table> open(SqlEngine& engine, const Clock& clock, const std::filesystem::path& path);

    const TableOptions& options() const { return options_; }
    const std::filesystem::path& path() const { return path_; }

    /// One commit. A failed write is rolled back. Errors: conflict (another writer, or a missing column), unsupported
    /// (metadata table in use, a type), the feed's, unavailable.
    Result<CommitInfo> write(RowFeed& feed, const WriteOptions& options);
    /// The replacement that was begun and not ended (null when there is none), or a new one.
    /// Errors: unsupported (metadata table in use, partitions), unavailable.
    Result<std::unique_ptr<TableReplacement>> replacement(ReplacementStart start);

    /// Removes all that crashed writes left, but for the instant to keep (empty: none); gives their number.
    Result<std::int64_t> roll_back_pending(std::string_view kept_instant = "");
    /// Removes slices that the newest `retain_commits` commits do not need. Time travel reaches so far back.
    Result<CleanInfo> clean(std::int64_t retain_commits);
    /// Switches Hudi's metadata table off, which this writer does not keep up to date.
    Status disable_metadata_table();

    /// The newest value of an extraMetadata key. Errors: corruption, unavailable.
    Result<std::optional<std::string>> last_extra(std::string_view key);
    /// `as_of` is an instant or empty. Errors: corruption, unavailable.
    Result<Snapshot> snapshot(std::string_view as_of);

private:
    Table(SqlEngine& engine, const Clock& clock, std::filesystem::path path, TableOptions options);

    Status check_writable() const;
    Result<std::vector<Column>> held_columns() const;
    struct Writing;
    Result<bool> has_other_types(const std::vector<Column>& columns);
    Status write_files(PendingCommit& commit, RowFeed& feed, const WriteOptions& options, const Writing& writing);

    SqlEngine* engine_;
    const Clock* clock_;
    std::filesystem::path path_;
    TableOptions options_;
};

}  // namespace levada::lake
