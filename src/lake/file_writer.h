#pragma once

#include "commit_metadata.h"
#include "file_groups.h"
#include "pending_commit.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "levada/lake/row_feed.h"
#include "levada/lake/table_options.h"

namespace levada::lake {

/// Least and greatest record key of a file, or bounds that hold for any.
struct KeyBounds {
    std::string least;
    std::string greatest;
};

/// Bounds for keys that are not known before they are written. Source: Hudi compares keys as Java strings, and no
/// character is greater than U+FFFF there.
KeyBounds any_key();

/// SQL for the record key of a row. Source: Hudi's SimpleKeyGenerator and ComplexKeyGenerator; experiments.
std::string record_key_sql(const TableOptions& options);

/// One file to write.
struct FileRequest {
    std::string partition;
    std::optional<Slice> previous;  ///< the slice whose group goes on; nothing: a new group
    std::string row_filter;         ///< what follows `FROM {rows} AS r`: a join or a condition, or nothing
    std::string carried_filter;     ///< the same for the previous slice's rows, `AS o`
    KeyBounds bounds;
    bool is_carrying_only = false;  ///< no new rows: the previous slice's rows in the columns' present types
};

/// Writes the Parquet files of one commit through the engine. Not thread-safe.
class FileWriter {
public:
    /// Borrows all but the columns, which have stored types. Errors: unsupported (a column).
    static Result<FileWriter> make(SqlEngine& engine,
                                   const std::filesystem::path& table,
                                   const TableOptions& options,
                                   std::vector<Column> columns);

    /// Writes one file; the stat's counts but write_count are the caller's. Errors: the feed's, unavailable.
    Result<WriteStat> write(PendingCommit& commit, RowFeed& feed, const FileRequest& request);

    /// Files of an earlier run of the same commit have the numbers below `count`.
    void start_at(int count) { file_count_ = count; }
    /// The average size of a row: row groups of large rows have fewer of them, so that memory stays bounded.
    void expect_row_size(std::uint64_t row_size_bytes);
    /// The schema that goes into the commit.
    const std::string& schema_text() const { return schema_text_; }
    const std::vector<Column>& columns() const { return columns_; }

private:
    FileWriter(SqlEngine& engine, std::filesystem::path table, const TableOptions& options);

    std::string new_rows_sql(const PendingCommit& commit, const FileRequest& request, const std::string& name) const;
    Result<std::string> carried_rows_sql(const Slice& previous,
                                         const FileRequest& request,
                                         const std::string& name) const;
    std::string copy_sql(const std::string& rows, const std::string& name, const FileRequest& request) const;

    SqlEngine* engine_;
    std::filesystem::path table_;
    TableOptions options_;
    std::vector<Column> columns_;
    std::string schema_text_;
    std::string footer_schema_text_;
    int file_count_ = 0;
    std::uint64_t row_group_rows_;
};

/// The names of the columns that a query gives. Errors: the engine's.
Result<std::vector<Column>> describe(SqlEngine& engine, const std::string& query);

/// `read_parquet(…)` over files below the table, with `file` as each row's source when it is wanted.
enum class WithFileName : std::uint8_t { no, yes };
std::string read_files_sql(const std::filesystem::path& table, const std::vector<Slice>& slices, WithFileName with);

}  // namespace levada::lake
