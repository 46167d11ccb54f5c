#pragma once

#include "record_writer.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <duckdb.h>

#include "levada/base/result.h"
#include "levada/ports/record_scan.h"

namespace levada::duckdb {

/// One reading of a source as a table. Borrowed by DuckDB's callbacks while its statement runs.
class RecordScan {
public:
    RecordScan(std::span<const RecordColumn> columns, RecordSource& source) : columns_(columns), source_(source) {}

    std::span<const RecordColumn> columns() const { return columns_; }
    /// Starts the reading; `projected` are indices into columns().
    void start(std::vector<std::size_t> projected);
    bool has_started() const { return writer_.has_value(); }
    /// Fills the chunk; gives the rows written, 0 at the end. Errors: the source's.
    Result<std::uint64_t> fill(duckdb_data_chunk chunk);
    /// What ended the reading early, if anything did.
    const std::optional<Error>& failure() const { return failure_; }
    void fail(Error error) { failure_ = std::move(error); }

private:
    Status next_block();
    Status write_line(std::string_view line, std::uint64_t& row);
    std::string_view take_line();
    bool lends_texts() const;

    std::span<const RecordColumn> columns_;
    RecordSource& source_;
    std::vector<std::size_t> projected_;
    std::optional<RecordWriter> writer_;
    std::optional<RecordBlock> block_;
    std::string_view rest_;  // of the block
    std::int64_t record_ = 0;
    std::string padded_;
    std::optional<Error> failure_;
};

/// The running scans by number; the table function `levada_records(number)` finds its scan here. Thread-safe.
class RecordScans {
public:
    std::int64_t add(RecordScan& scan);
    void remove(std::int64_t number);
    /// Null when there is none.
    RecordScan* find(std::int64_t number);

private:
    std::mutex mutex_;
    std::int64_t last_ = 0;
    std::map<std::int64_t, RecordScan*> scans_;
};

/// Makes `levada_records` known to the whole database. `scans` must outlive it. Errors: internal.
Status register_record_scan(duckdb_connection connection, RecordScans& scans);

}  // namespace levada::duckdb
