#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "levada/ports/clock.h"
#include "levada/ports/sql_engine.h"

namespace levada {

/// What a DuckDB engine may use.
struct DuckDbOptions {
    /// A database file; empty keeps everything in memory and in `temp_folder`.
    std::filesystem::path database;
    /// Where results that do not fit in memory go; empty: they fail instead.
    std::filesystem::path temp_folder;
    /// Source: measured; below 48 MiB a Parquet writer of 50 columns does not get its buffers.
    std::uint64_t memory_limit_bytes = std::uint64_t{64} << 20;
    /// One statement uses so many threads; more cost more CPU per record.
    int threads = 1;
    /// When not empty, SQL may read and write files only below these, and no setting can be changed any more.
    std::vector<std::filesystem::path> allowed_folders;
    /// Of a statement whose caller sets no deadline.
    std::chrono::seconds statement_time_max{6 * 3600};
};

/// SqlEngine by DuckDB in this process. Thread-safe: each statement has a connection to itself.
class DuckDbEngine final : public SqlEngine {
public:
    /// Errors: invalid_config (an option that DuckDB refuses), unavailable (database file in use, disk).
    static Result<std::unique_ptr<DuckDbEngine>> open(const DuckDbOptions& options, const Clock& clock);
    ~DuckDbEngine() override;
    DuckDbEngine(const DuckDbEngine&) = delete;
    DuckDbEngine& operator=(const DuckDbEngine&) = delete;

    Status execute(std::string_view sql, Deadline deadline) override;
    Result<std::unique_ptr<SqlRows>> query(std::string_view sql,
                                           std::span<const Json> parameters,
                                           Deadline deadline) override;
    Result<std::int64_t> execute_over_records(std::string_view sql,
                                              std::span<const RecordColumn> columns,
                                              RecordSource& source,
                                              Deadline deadline) override;

private:
    struct State;
    explicit DuckDbEngine(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace levada
