#include "file_writer.h"

#include "avro_schema.h"
#include "names.h"
#include "sql_type.h"

#include <algorithm>
#include <system_error>

#include "levada/base/file.h"
#include "levada/base/hash.h"

namespace levada::lake {
namespace {

// Rows that a Parquet writer buffers: the smaller, the less memory; below this, compression suffers.
constexpr std::uint64_t kRowGroupRowsMax = 20'480;
constexpr std::uint64_t kRowGroupRowsMin = 16;
constexpr std::uint64_t kRowGroupSizeBytesMax = std::uint64_t{16} << 20;
// Source: measured; level 1 costs a third of the default's CPU for about 5 % more bytes.
constexpr int kZstdLevel = 1;
// Source: measured; a column with more values in a row group gains little by a dictionary, and its making costs.
constexpr int kDictionarySizeMax = 1000;
// "Maybe" for every key: big-endian int32 -1 (version), 1 hash, int8 1 (murmur), 64 bits, all set.
// Source: Hudi's SimpleBloomFilter; without a filter Spark's BLOOM index fails.
constexpr std::string_view kBloomFilter = "/////wAAAAEBAAAAQP//////////";

bool has_column(const std::vector<Column>& columns, std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [name](const Column& c) { return c.name == name; });
}

std::string as_text(std::string_view column) {
    return "CAST(" + sql_name(column) + " AS VARCHAR)";
}

/// `column:value`, as Hudi's ComplexKeyGenerator writes it.
std::string key_part_sql(const std::string& column) {
    const std::string text = as_text(column);
    return sql_text(column + ":") + " || CASE WHEN " + text + " IS NULL THEN '__null__' WHEN " + text +
           " = '' THEN '__empty__' ELSE " + text + " END";
}

}  // namespace

KeyBounds any_key() {
    return {"", "\xEF\xBF\xBF"};
}

std::string record_key_sql(const TableOptions& options) {
    if (options.key.size() == 1) {
        const std::string text = as_text(options.key[0]);
        return "coalesce(" + text + ", '__null__')";
    }
    std::string out;
    for (const std::string& column : options.key) {
        out += out.empty() ? "" : " || ',' || ";
        out += key_part_sql(column);
    }
    return out;
}

std::string read_files_sql(const std::filesystem::path& table, const std::vector<Slice>& slices, WithFileName with) {
    std::vector<std::string> paths;
    paths.reserve(slices.size());
    for (const Slice& slice : slices) {
        paths.push_back((table / slice.relative_path()).string());
    }
    return "read_parquet(" + sql_list(paths) + ", union_by_name = true, hive_partitioning = false" +
           (with == WithFileName::yes ? ", filename = 'levada_file'" : "") + ")";
}

Result<std::vector<Column>> describe(SqlEngine& engine, const std::string& query) {
    LEVADA_TRY(const auto rows, engine.query("DESCRIBE " + query, {}, Deadline::never()));
    std::vector<Column> out;
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            return out;
        }
        LEVADA_TRY(const auto name, rows->text(0));
        LEVADA_TRY(const auto type, rows->text(1));
        out.push_back({std::string(name.value_or("")), std::string(type.value_or(""))});
    }
}

FileWriter::FileWriter(SqlEngine& engine, std::filesystem::path table, const TableOptions& options)
    : engine_(&engine), table_(std::move(table)), options_(options), row_group_rows_(kRowGroupRowsMax) {}

void FileWriter::expect_row_size(std::uint64_t row_size_bytes) {
    const std::uint64_t rows = kRowGroupSizeBytesMax / std::max<std::uint64_t>(1, row_size_bytes);
    row_group_rows_ = std::clamp(rows, kRowGroupRowsMin, kRowGroupRowsMax);
}

Result<FileWriter> FileWriter::make(SqlEngine& engine,
                                    const std::filesystem::path& table,
                                    const TableOptions& options,
                                    std::vector<Column> columns) {
    LEVADA_CHECK(check_columns(columns));
    FileWriter out(engine, table, options);
    LEVADA_TRY(const Json schema, avro_schema_of(options.name, columns));
    out.schema_text_ = schema.dump();
    out.footer_schema_text_ = with_meta_columns(schema).dump();
    for (Column& column : columns) {
        LEVADA_TRY(column.type, stored_type_text(column.type));
    }
    out.columns_ = std::move(columns);
    return out;
}

std::string FileWriter::new_rows_sql(const PendingCommit& commit,
                                     const FileRequest& request,
                                     const std::string& name) const {
    const std::string sequence = commit.instant() + "_" + std::to_string(file_count_) + "_";
    std::string out = "SELECT " + sql_text(commit.instant()) + " AS _hoodie_commit_time, " + sql_text(sequence) +
                      " || " + std::string(kPositionColumn) + " AS _hoodie_commit_seqno, " + record_key_sql(options_) +
                      " AS _hoodie_record_key, " + sql_text(request.partition) + " AS _hoodie_partition_path, " +
                      sql_text(name) + " AS _hoodie_file_name";
    for (const Column& column : columns_) {
        out += ", CAST(" + sql_name(column.name) + " AS " + column.type + ") AS " + sql_name(column.name);
    }
    return out + " FROM " + std::string(kRowsMark) + " AS r " + request.row_filter;
}

Result<std::string> FileWriter::carried_rows_sql(const Slice& previous,
                                                 const FileRequest& request,
                                                 const std::string& name) const {
    const std::string file = read_files_sql(table_, {previous}, WithFileName::no);
    LEVADA_TRY(const std::vector<Column> held, describe(*engine_, "SELECT * FROM " + file));
    std::string out = "SELECT _hoodie_commit_time, _hoodie_commit_seqno, _hoodie_record_key, _hoodie_partition_path, " +
                      sql_text(name) + " AS _hoodie_file_name";
    for (const Column& column : columns_) {
        const std::string value = has_column(held, column.name) ? sql_name(column.name) : std::string("NULL");
        out += ", CAST(" + value + " AS " + column.type + ") AS " + sql_name(column.name);
    }
    return out + " FROM " + file + " AS o " + request.carried_filter;
}

std::string FileWriter::copy_sql(const std::string& rows, const std::string& name, const FileRequest& request) const {
    const std::filesystem::path folder = request.partition.empty() ? table_ : table_ / request.partition;
    const std::pair<std::string_view, std::string> footers[] = {
        {"hoodie_min_record_key", request.bounds.least},
        {"hoodie_max_record_key", request.bounds.greatest},
        {"org.apache.hudi.bloomfilter", std::string(kBloomFilter)},
        {"hoodie_bloom_filter_type_code", "SIMPLE"},
        {"parquet.avro.schema", footer_schema_text_},
        {"writer.model.name", "avro"},
    };
    std::string footer;
    for (const auto& [key, value] : footers) {
        footer += (footer.empty() ? "" : ", ") + sql_text(key) + ": " + sql_text(value);
    }
    return "COPY (" + rows + ") TO " + sql_text((folder / name).string()) +
           " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL " + std::to_string(kZstdLevel) + ", ROW_GROUP_SIZE " +
           std::to_string(row_group_rows_) + ", DICTIONARY_SIZE_LIMIT " + std::to_string(kDictionarySizeMax) +
           ", KV_METADATA {" + footer + "})";
}

Result<WriteStat> FileWriter::write(PendingCommit& commit, RowFeed& feed, const FileRequest& request) {
    WriteStat stat;
    stat.partition = request.partition;
    stat.file_id = request.previous.has_value() ? request.previous->file_id : make_uuid(random_bytes(16)) + "-0";
    stat.prev_instant = request.previous.has_value() ? request.previous->instant : "";
    const std::string name = stat.file_id + "_" + std::to_string(file_count_) + "-0-0_" + commit.instant() + ".parquet";
    stat.path = request.partition.empty() ? name : request.partition + "/" + name;
    LEVADA_CHECK(commit.announce(request.partition, name, request.previous ? FileKind::merge : FileKind::create));
    std::string rows = new_rows_sql(commit, request, name);
    if (request.previous.has_value()) {
        LEVADA_TRY(const std::string carried, carried_rows_sql(*request.previous, request, name));
        rows = request.is_carrying_only ? carried : rows + " UNION ALL " + carried;
    }
    LEVADA_TRY(stat.write_count, feed.run(copy_sql(rows, name, request)));
    std::error_code failed;
    stat.size_bytes = static_cast<std::int64_t>(std::filesystem::file_size(table_ / stat.path, failed));
    if (failed) {
        return file_error(failed.value(), "stat", table_ / stat.path);
    }
    ++file_count_;
    return stat;
}

}  // namespace levada::lake
