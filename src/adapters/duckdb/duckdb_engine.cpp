#include "levada/adapters/duckdb/duckdb_engine.h"

#include "record_scan.h"
#include "result_rows.h"
#include "sql_error.h"
#include "statement.h"

#include <utility>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada {

/// Declared so that idle connections close before the database does.
struct DuckDbEngine::State {
    State(const Clock& shared_clock, std::chrono::seconds time_max)
        : clock(shared_clock), statement_time_max(time_max) {}

    const Clock& clock;
    std::chrono::seconds statement_time_max;
    duckdb::RecordScans scans;
    duckdb::Database database;
    std::unique_ptr<duckdb::ConnectionPool> pool;

    Result<duckdb::Lease> lease() {
        LEVADA_TRY(duckdb::Connection connection, pool->take());
        return duckdb::Lease(*pool, std::move(connection));
    }
    duckdb::TimeLimit limit(Deadline deadline) const {
        return {clock, deadline.is_never() ? Deadline::after(clock.monotonic(), statement_time_max) : deadline};
    }
};

namespace {

constexpr std::string_view kRecordsMark = "{records}";

std::string sql_text(std::string_view text) {
    return "'" + replace_all(std::string(text), "'", "''") + "'";
}

/// The settings that only hold once the database is open, the locking ones last.
std::string settings_of(const DuckDbOptions& options) {
    std::string sql = "SET GLOBAL TimeZone = 'UTC';";
    if (options.allowed_folders.empty()) {
        return sql;
    }
    std::string folders;
    for (const std::filesystem::path& folder : options.allowed_folders) {
        folders += (folders.empty() ? "" : ", ") + sql_text(folder.string() + "/");
    }
    sql += "SET GLOBAL allowed_directories = [" + folders + "];";
    sql += "SET GLOBAL enable_external_access = false;";
    sql += "SET GLOBAL lock_configuration = true;";
    return sql;
}

Status configure(duckdb_config config, const DuckDbOptions& options) {
    const std::pair<const char*, std::string> settings[] = {
        {"threads", std::to_string(options.threads)},
        {"memory_limit", std::to_string(options.memory_limit_bytes) + "B"},
        {"temp_directory", options.temp_folder.string()},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
    };
    for (const auto& [name, value] : settings) {
        if (duckdb_set_config(config, name, value.c_str()) != DuckDBSuccess) {
            return Error(ErrorCode::invalid_config, "DuckDB refused a setting")
                .with("setting", name)
                .with("value", value);
        }
    }
    return ok();
}

/// Takes a scan out of the list when its statement is over.
class ListedScan {
public:
    ListedScan(duckdb::RecordScans& scans, duckdb::RecordScan& scan) : scans_(scans), number_(scans.add(scan)) {}
    ~ListedScan() { scans_.remove(number_); }
    ListedScan(const ListedScan&) = delete;
    ListedScan& operator=(const ListedScan&) = delete;
    std::int64_t number() const { return number_; }

private:
    duckdb::RecordScans& scans_;
    std::int64_t number_;
};

}  // namespace

DuckDbEngine::DuckDbEngine(std::unique_ptr<State> state) : state_(std::move(state)) {}
DuckDbEngine::~DuckDbEngine() = default;

Result<std::unique_ptr<DuckDbEngine>> DuckDbEngine::open(const DuckDbOptions& options, const Clock& clock) {
    auto state = std::make_unique<State>(clock, options.statement_time_max);
    if (!options.temp_folder.empty()) {
        LEVADA_CHECK(make_folders(options.temp_folder));
    }
    duckdb::Config config;
    if (duckdb_create_config(config.out()) != DuckDBSuccess) {
        return Error(ErrorCode::internal, "DuckDB gave no configuration");
    }
    LEVADA_CHECK(configure(config.get(), options));
    char* text = nullptr;
    const std::string path = options.database.empty() ? std::string(":memory:") : options.database.string();
    if (duckdb_open_ext(path.c_str(), state->database.out(), config.get(), &text) != DuckDBSuccess) {
        const Error error = duckdb::error_from_text(text == nullptr ? "DuckDB could not open its database" : text);
        duckdb_free(text);
        return error.with("database", path);
    }
    state->pool = std::make_unique<duckdb::ConnectionPool>(state->database.get());
    {
        LEVADA_TRY(const duckdb::Lease lease, state->lease());
        LEVADA_CHECK(duckdb::register_record_scan(lease.get(), state->scans));
        LEVADA_CHECK(duckdb::run_all(lease.get(), settings_of(options), state->limit(Deadline::never())));
    }
    return std::unique_ptr<DuckDbEngine>(new DuckDbEngine(std::move(state)));
}

Status DuckDbEngine::execute(std::string_view sql, Deadline deadline) {
    LEVADA_TRY(const duckdb::Lease lease, state_->lease());
    LEVADA_CHECK(duckdb::run_all(lease.get(), sql, state_->limit(deadline)));
    return ok();
}

Result<std::unique_ptr<SqlRows>> DuckDbEngine::query(std::string_view sql,
                                                     std::span<const Json> parameters,
                                                     Deadline deadline) {
    LEVADA_TRY(duckdb::Lease lease, state_->lease());
    return duckdb::open_rows(std::move(lease), sql, parameters, state_->limit(deadline));
}

Result<std::int64_t> DuckDbEngine::execute_over_records(std::string_view sql,
                                                        std::span<const RecordColumn> columns,
                                                        RecordSource& source,
                                                        Deadline deadline) {
    LEVADA_TRY(const duckdb::Lease lease, state_->lease());
    duckdb::RecordScan scan(columns, source);
    const ListedScan listed(state_->scans, scan);
    const std::string call = "levada_records(" + std::to_string(listed.number()) + ")";
    Result<std::int64_t> changed =
        duckdb::run_all(lease.get(), replace_all(std::string(sql), kRecordsMark, call), state_->limit(deadline));
    if (const auto& failure = scan.failure(); failure.has_value()) {
        return *failure;
    }
    return changed;
}

}  // namespace levada
