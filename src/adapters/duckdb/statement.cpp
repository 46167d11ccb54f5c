#include "statement.h"

#include "sql_error.h"

#include "levada/base/json.h"

namespace levada::duckdb {
namespace {

constexpr std::size_t kIdleConnectionsMax = 8;

Error too_late() {
    return Error(ErrorCode::deadline_exceeded, "SQL statement ran longer than its deadline");
}

Value value_of(const Json& json) {
    switch (json.kind()) {
        case Json::Kind::null:
            return Value(duckdb_create_null_value());
        case Json::Kind::boolean:
            return Value(duckdb_create_bool(json.as_boolean()));
        case Json::Kind::integer:
            return Value(duckdb_create_int64(json.as_integer()));
        case Json::Kind::number:
            return Value(duckdb_create_double(json.as_double()));
        case Json::Kind::string:
            return Value(duckdb_create_varchar_length(json.as_string().data(), json.as_string().size()));
        case Json::Kind::big_integer:
        case Json::Kind::array:
        case Json::Kind::object:
            break;
    }
    const std::string text = json.dump();
    return Value(duckdb_create_varchar_length(text.data(), text.size()));
}

/// The one number that statements which write give.
std::int64_t rows_written(QueryResult& result) {
    constexpr std::string_view kCountName = "Count";
    if (duckdb_column_count(result.get()) != 1 || duckdb_column_type(result.get(), 0) != DUCKDB_TYPE_BIGINT ||
        duckdb_column_name(result.get(), 0) != kCountName) {
        return 0;
    }
    const Chunk chunk(duckdb_fetch_chunk(*result.get()));
    if (!chunk.is_set() || duckdb_data_chunk_get_size(chunk.get()) != 1) {
        return 0;
    }
    return *static_cast<const std::int64_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk.get(), 0)));
}

}  // namespace

Result<Connection> ConnectionPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            Connection connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    Connection connection;
    if (duckdb_connect(database_, connection.out()) != DuckDBSuccess) {
        return Error(ErrorCode::unavailable, "DuckDB gave no connection");
    }
    return connection;
}

void ConnectionPool::give_back(Connection connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleConnectionsMax) {
        idle_.push_back(std::move(connection));
    }
}

Lease::~Lease() {
    if (connection_.is_set()) {
        pool_->give_back(std::move(connection_));
    }
}

Lease::Lease(Lease&& other) noexcept : pool_(other.pool_), connection_(std::move(other.connection_)) {}

Result<Prepared> prepare(duckdb_connection connection, std::string_view sql) {
    Prepared statement;
    if (duckdb_prepare(connection, std::string(sql).c_str(), statement.out()) != DuckDBSuccess) {
        const char* text = duckdb_prepare_error(statement.get());
        return error_from_text(text == nullptr ? "SQL statement could not be prepared" : text);
    }
    return statement;
}

Status bind(duckdb_prepared_statement statement, std::span<const Json> parameters) {
    const idx_t wanted = duckdb_nparams(statement);
    if (wanted != parameters.size()) {
        return Error(ErrorCode::invalid_data,
                     "SQL statement wants " + std::to_string(wanted) + " parameters, found " +
                         std::to_string(parameters.size()));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Value value = value_of(parameters[i]);
        if (duckdb_bind_value(statement, i + 1, value.get()) != DuckDBSuccess) {
            return Error(ErrorCode::invalid_data, "SQL parameter $" + std::to_string(i + 1) + " was refused");
        }
    }
    return ok();
}

Status run(duckdb_pending_result pending, const TimeLimit& limit, QueryResult& result) {
    duckdb_pending_state state = DUCKDB_PENDING_RESULT_NOT_READY;
    while (!duckdb_pending_execution_is_finished(state)) {
        if (limit.has_passed()) {
            return too_late();
        }
        state = duckdb_pending_execute_task(pending);
        if (state == DUCKDB_PENDING_ERROR) {
            const char* text = duckdb_pending_error(pending);
            return error_from_text(text == nullptr ? "" : text);
        }
    }
    if (duckdb_execute_pending(pending, result.get()) != DuckDBSuccess) {
        const char* text = duckdb_result_error(result.get());
        return error_from_type(duckdb_result_error_type(result.get()), text == nullptr ? "" : text);
    }
    return ok();
}

Result<std::int64_t> run_all(duckdb_connection connection, std::string_view sql, const TimeLimit& limit) {
    Extracted statements;
    const idx_t count = duckdb_extract_statements(connection, std::string(sql).c_str(), statements.out());
    if (count == 0) {
        const char* text = duckdb_extract_statements_error(statements.get());
        return error_from_text(text == nullptr ? "Parser Error: no SQL statement found" : text);
    }
    std::int64_t changed = 0;
    for (idx_t i = 0; i < count; ++i) {
        Prepared statement;
        if (duckdb_prepare_extracted_statement(connection, statements.get(), i, statement.out()) != DuckDBSuccess) {
            return error_from_text(duckdb_prepare_error(statement.get()));
        }
        Pending pending;
        if (duckdb_pending_prepared(statement.get(), pending.out()) != DuckDBSuccess) {
            return error_from_text(duckdb_pending_error(pending.get()));
        }
        QueryResult result;
        LEVADA_CHECK(run(pending.get(), limit, result));
        changed = rows_written(result);
    }
    return changed;
}

}  // namespace levada::duckdb
