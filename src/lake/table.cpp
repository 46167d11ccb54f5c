#include "levada/lake/table.h"

#include "commit_metadata.h"
#include "file_groups.h"
#include "file_writer.h"
#include "pending_commit.h"
#include "snapshot.h"
#include "sql_type.h"
#include "table_clean.h"
#include "table_properties.h"
#include "table_replacement.h"
#include "table_writer.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

constexpr std::string_view kMetadataPartitions = "hoodie.table.metadata.partitions";

std::string operation_name(Operation operation) {
    switch (operation) {
        case Operation::upsert:
            return "UPSERT";
        case Operation::insert:
            return "INSERT";
        case Operation::insert_overwrite:
            return "INSERT_OVERWRITE";
        case Operation::remove:
            break;
    }
    return "DELETE";
}

}  // namespace

Table::Table(SqlEngine& engine, const Clock& clock, std::filesystem::path path, TableOptions options)
    : engine_(&engine), clock_(&clock), path_(std::move(path)), options_(std::move(options)) {}

bool Table::exists(const std::filesystem::path& path) {
    std::error_code failed;
    return std::filesystem::exists(path / ".hoodie" / "hoodie.properties", failed);
}

Result<Table> Table::create(SqlEngine& engine,
                            const Clock& clock,
                            const std::filesystem::path& path,
                            const TableOptions& options) {
    if (exists(path)) {
        return Error(ErrorCode::conflict, "there is a table already").with("table", path.string());
    }
    LEVADA_TRY(const Properties properties, properties_of(options));
    LEVADA_CHECK(make_durable_folders(path / ".hoodie" / "archived"));
    LEVADA_CHECK(write_properties(path, properties));
    return Table(engine, clock, path, options);
}

Result<Table> Table::open(SqlEngine& engine, const Clock& clock, const std::filesystem::path& path) {
    LEVADA_TRY(const Properties properties, read_properties(path));
    LEVADA_TRY(TableOptions options, options_of(properties).with("table", path.string()));
    return Table(engine, clock, path, std::move(options));
}

Status Table::check_writable() const {
    LEVADA_TRY(const Properties properties, read_properties(path_));
    const auto found = properties.find(std::string(kMetadataPartitions));
    if (found != properties.end() && !found->second.empty()) {
        return Error(ErrorCode::unsupported, "the table has a Hudi metadata table, which a native commit would outdate")
            .with("table", path_.string())
            .hint("disable the metadata table, then write again");
    }
    return ok();
}

/// Whether a column of the table has another stored type in `columns`. Errors: conflict (a column is missing).
Result<bool> Table::has_other_types(const std::vector<Column>& columns) {
    LEVADA_TRY(const std::vector<Column> held, held_columns());
    bool is_changed = false;
    for (const Column& column : held) {
        const auto found =
            std::find_if(columns.begin(), columns.end(), [&column](const Column& c) { return c.name == column.name; });
        if (found == columns.end()) {
            return Error(ErrorCode::conflict, "a write must bring every column of its table")
                .with("column", column.name);
        }
        LEVADA_TRY(const std::string before, stored_type_text(column.type));
        LEVADA_TRY(const std::string after, stored_type_text(found->type));
        is_changed = is_changed || before != after;
    }
    return is_changed;
}

/// What a write works on.
struct Table::Writing {
    FileWriter& files;
    CommitMetadata& metadata;
    bool is_rewriting;
};

Status Table::write_files(PendingCommit& commit, RowFeed& feed, const WriteOptions& options, const Writing& writing) {
    LEVADA_TRY(const Timeline timeline, read_timeline(path_));
    LEVADA_TRY(std::vector<Slice> slices, list_slices(path_, timeline, ""));
    TableWriter writer({*engine_, path_, options_, writing.files, std::move(slices)});
    LEVADA_CHECK(writer.write(commit, feed, options, writing.metadata));
    if (writing.is_rewriting) {
        LEVADA_CHECK(writer.rewrite_others(commit, feed, writing.metadata));
    }
    return options.before_publish ? options.before_publish() : ok();
}

Result<CommitInfo> Table::write(RowFeed& feed, const WriteOptions& options) {
    LEVADA_CHECK(check_writable());
    LEVADA_TRY(const bool is_rewriting, has_other_types(options.columns));
    const bool is_replacing = options.operation == Operation::insert_overwrite;
    LEVADA_TRY(FileWriter files, FileWriter::make(*engine_, path_, options_, options.columns));
    files.expect_row_size(options.row_size_bytes);
    LEVADA_TRY(CommitMetadata metadata, begin_metadata(path_, operation_name(options.operation), files, options));
    metadata.is_replacing = is_replacing;
    LEVADA_TRY(PendingCommit commit, PendingCommit::begin(path_, *clock_, is_replacing ? "replacecommit" : "commit"));
    Status done = write_files(commit, feed, options, {files, metadata, is_rewriting});
    if (done.has_value() && options.stop == StopPoint::before_publish) {
        return Error(ErrorCode::cancelled, "stopped before the commit was published").with("instant", commit.instant());
    }
    if (done.has_value()) {
        done = commit.publish(metadata);
    }
    if (!done.has_value() && !commit.may_be_published()) {
        // The first error is the one that counts; what a failed rollback leaves, the next start removes.
        static_cast<void>(roll_back(path_, {commit.instant(), commit.kind()}));
    }
    if (!done.has_value()) {
        return done.error().with("table", path_.string());
    }
    return info_of(commit.instant(), metadata);
}

Result<std::unique_ptr<TableReplacement>> Table::replacement(ReplacementStart start) {
    if (start == ReplacementStart::pending) {
        return find_replacement(*engine_, path_, options_);
    }
    LEVADA_CHECK(check_writable());
    return begin_replacement(*engine_, *clock_, path_, options_);
}

Result<std::int64_t> Table::roll_back_pending(std::string_view kept_instant) {
    // A writer that was killed may have published what is not durable yet: nothing is built on it before it is.
    LEVADA_CHECK(sync_folder(path_ / ".hoodie"));
    LEVADA_TRY(const Timeline timeline, read_timeline(path_));
    std::int64_t count = 0;
    for (const Action& action : timeline.pending) {
        if (action.instant != kept_instant) {
            LEVADA_CHECK(roll_back(path_, action));
            ++count;
        }
    }
    return count;
}

Result<CleanInfo> Table::clean(std::int64_t retain_commits) {
    LEVADA_CHECK(check_writable());
    return clean_table(path_, *clock_, retain_commits);
}

Status Table::disable_metadata_table() {
    LEVADA_TRY(Properties properties, read_properties(path_));
    for (const char* key : {"hoodie.table.metadata.partitions",
                            "hoodie.table.metadata.partitions.inflight",
                            "hoodie.table.index.defs.path"}) {
        properties.erase(key);
    }
    // Readers stop using it with the properties; the other order makes later writers fail.
    LEVADA_CHECK(write_properties(path_, properties));
    std::error_code failed;
    for (const char* folder : {"metadata", ".index_defs"}) {
        std::filesystem::remove_all(path_ / ".hoodie" / folder, failed);
        if (failed) {
            return file_error(failed.value(), "remove", path_ / ".hoodie" / folder);
        }
    }
    return ok();
}

Result<std::optional<std::string>> Table::last_extra(std::string_view key) {
    LEVADA_TRY(const Timeline timeline, read_timeline(path_));
    for (auto action = timeline.commits.rbegin(); action != timeline.commits.rend(); ++action) {
        LEVADA_TRY(const Json commit, read_commit(path_, *action));
        if (const std::string* value = extra_of(commit, key)) {
            return std::optional<std::string>(*value);
        }
    }
    return std::optional<std::string>();
}

Result<std::vector<Column>> Table::held_columns() const {
    LEVADA_TRY(const Timeline timeline, read_timeline(path_));
    if (timeline.commits.empty()) {
        return std::vector<Column>();
    }
    return read_columns(*engine_, path_, timeline, "");
}

Result<Snapshot> Table::snapshot(std::string_view as_of) {
    return read_snapshot(*engine_, path_, as_of).with("table", path_.string());
}

}  // namespace levada::lake
