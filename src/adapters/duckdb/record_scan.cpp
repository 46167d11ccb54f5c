#include "record_scan.h"

#include "handles.h"

#include <cstring>
#include <utility>

#include "levada/base/assert.h"

namespace levada::duckdb {
namespace {

constexpr const char* kFunctionName = "levada_records";
// A chunk of large records ends before its rows are full, so that their copies do not add up.
constexpr std::size_t kChunkSizeBytesMax = std::size_t{4} << 20;

// The rows of so large a block need not copy their texts: no chunk then goes beyond the block's end. Chunks of smaller
// blocks would become too small.
constexpr std::size_t kLendingBlockSizeBytesMin = std::size_t{256} << 10;

duckdb_type type_of(ColumnType type) {
    switch (type) {
        case ColumnType::boolean:
            return DUCKDB_TYPE_BOOLEAN;
        case ColumnType::integer:
            return DUCKDB_TYPE_BIGINT;
        case ColumnType::number:
            return DUCKDB_TYPE_DOUBLE;
        case ColumnType::date:
            return DUCKDB_TYPE_DATE;
        case ColumnType::timestamp:
            return DUCKDB_TYPE_TIMESTAMP;
        case ColumnType::timestamp_tz:
            return DUCKDB_TYPE_TIMESTAMP_TZ;
        case ColumnType::text:
        case ColumnType::json:
        case ColumnType::time:
            break;
    }
    return DUCKDB_TYPE_VARCHAR;
}

void bind_scan(duckdb_bind_info info) {
    auto* scans = static_cast<RecordScans*>(duckdb_bind_get_extra_info(info));
    const Value parameter(duckdb_bind_get_parameter(info, 0));
    RecordScan* scan = scans->find(duckdb_get_int64(parameter.get()));
    if (scan == nullptr) {
        duckdb_bind_set_error(info, "levada_records is only for statements that the loader runs");
        return;
    }
    for (const RecordColumn& column : scan->columns()) {
        const LogicalType type(duckdb_create_logical_type(type_of(column.type)));
        duckdb_bind_add_result_column(info, column.name.c_str(), type.get());
    }
    duckdb_bind_set_bind_data(info, scan, nullptr);
}

void init_scan(duckdb_init_info info) {
    auto* scan = static_cast<RecordScan*>(duckdb_init_get_bind_data(info));
    if (scan->has_started()) {
        // The optimizer may read a relation twice, for a window and for its rows: the second reading would find
        // nothing.
        scan->fail(Error(ErrorCode::internal, "a statement reads its records twice, but they can be read once"));
        duckdb_init_set_error(info, "levada_records can be read once");
        return;
    }
    const std::size_t count = duckdb_init_get_column_count(info);
    std::vector<std::size_t> projected;
    projected.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        projected.push_back(duckdb_init_get_column_index(info, i));
    }
    duckdb_init_set_max_threads(info, 1);
    scan->start(std::move(projected));
}

void fill_chunk(duckdb_function_info info, duckdb_data_chunk chunk) {
    auto* scan = static_cast<RecordScan*>(duckdb_function_get_bind_data(info));
    const Result<std::uint64_t> count = scan->fill(chunk);
    if (!count.has_value()) {
        duckdb_function_set_error(info, count.error().message().c_str());
        scan->fail(count.error());
        return;
    }
    duckdb_data_chunk_set_size(chunk, *count);
}

}  // namespace

void RecordScan::start(std::vector<std::size_t> projected) {
    projected_ = std::move(projected);
    // A statement that counts rows names no column: DuckDB then asks for one it does not read.
    std::erase_if(projected_, [this](std::size_t index) { return index >= columns_.size(); });
    writer_.emplace(columns_, projected_, source_);
}

Status RecordScan::next_block() {
    LEVADA_ASSERT(writer_.has_value());
    LEVADA_TRY(block_, source_.next());
    if (block_.has_value()) {
        rest_ = block_->records;
        record_ = block_->first_record;
        writer_->begin_block(*block_);
    }
    return ok();
}

bool RecordScan::lends_texts() const {
    return block_.has_value() && block_->records.size() >= kLendingBlockSizeBytesMin;
}

std::string_view RecordScan::take_line() {
    LEVADA_ASSERT(writer_.has_value());
    const auto* end = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
    const std::size_t size = end == nullptr ? rest_.size() : static_cast<std::size_t>(end - rest_.data());
    std::string_view line = rest_.substr(0, size);
    rest_.remove_prefix(end == nullptr ? size : size + 1);
    const bool is_padded = rest_.size() >= kLinePaddingBytes;
    writer_->set_line_life(is_padded && lends_texts() ? LineLife::chunk : LineLife::call);
    if (!is_padded) {
        padded_.assign(line);
        padded_.append(kLinePaddingBytes, ' ');
        line = std::string_view(padded_.data(), size);
    }
    return line;
}

Status RecordScan::write_line(std::string_view line, std::uint64_t& row) {
    LEVADA_ASSERT(writer_.has_value());
    LEVADA_ASSERT(block_.has_value());
    const std::int64_t record = record_++;
    const Status written = writer_->write(line, record, row);
    if (written.has_value()) {
        ++row;
        return ok();
    }
    return source_.reject({line, block_->batch_id, record, written.error()});
}

Result<std::uint64_t> RecordScan::fill(duckdb_data_chunk chunk) {
    LEVADA_ASSERT(writer_.has_value());
    writer_->begin_chunk(chunk);
    const std::uint64_t row_count_max = duckdb_vector_size();
    std::uint64_t row = 0;
    std::size_t size_bytes = 0;
    // A chunk without rows would mean the end, so one with only rejected lines goes on.
    while (row < row_count_max && (row == 0 || size_bytes < kChunkSizeBytesMax)) {
        if (rest_.empty()) {
            if (row > 0 && lends_texts()) {
                break;
            }
            LEVADA_CHECK(next_block());
            if (!block_.has_value()) {
                break;
            }
            continue;
        }
        const std::string_view line = take_line();
        size_bytes += line.size();
        if (!line.empty()) {
            LEVADA_CHECK(write_line(line, row));
        }
    }
    return row;
}

std::int64_t RecordScans::add(RecordScan& scan) {
    const std::lock_guard lock(mutex_);
    scans_[++last_] = &scan;
    return last_;
}

void RecordScans::remove(std::int64_t number) {
    const std::lock_guard lock(mutex_);
    scans_.erase(number);
}

RecordScan* RecordScans::find(std::int64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = scans_.find(number);
    return found == scans_.end() ? nullptr : found->second;
}

Status register_record_scan(duckdb_connection connection, RecordScans& scans) {
    TableFunction function(duckdb_create_table_function());
    const LogicalType number(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
    duckdb_table_function_set_name(function.get(), kFunctionName);
    duckdb_table_function_add_parameter(function.get(), number.get());
    duckdb_table_function_set_extra_info(function.get(), &scans, nullptr);
    duckdb_table_function_set_bind(function.get(), bind_scan);
    duckdb_table_function_set_init(function.get(), init_scan);
    duckdb_table_function_set_function(function.get(), fill_chunk);
    duckdb_table_function_supports_projection_pushdown(function.get(), true);
    if (duckdb_register_table_function(connection, function.get()) != DuckDBSuccess) {
        return Error(ErrorCode::internal, "DuckDB refused the table function that reads records");
    }
    return ok();
}

}  // namespace levada::duckdb
