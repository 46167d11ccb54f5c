#pragma once

#include "handles.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "levada/ports/clock.h"
#include "levada/ports/sql_engine.h"

namespace levada::duckdb {

/// Idle connections of one database. Thread-safe.
class ConnectionPool {
public:
    explicit ConnectionPool(duckdb_database database) : database_(database) {}

    /// Errors: unavailable.
    Result<Connection> take();
    void give_back(Connection connection);

private:
    duckdb_database database_;
    std::mutex mutex_;
    std::vector<Connection> idle_;
};

/// A connection that goes back to its pool.
class Lease {
public:
    Lease(ConnectionPool& pool, Connection connection) : pool_(&pool), connection_(std::move(connection)) {}
    ~Lease();
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    duckdb_connection get() const { return connection_.get(); }

private:
    ConnectionPool* pool_;
    Connection connection_;
};

/// How long a statement may run.
struct TimeLimit {
    const Clock& clock;
    Deadline deadline;

    bool has_passed() const { return !deadline.is_never() && deadline.has_passed(clock.monotonic()); }
};

/// Errors: as SqlEngine::execute.
Result<Prepared> prepare(duckdb_connection connection, std::string_view sql);
Status bind(duckdb_prepared_statement statement, std::span<const Json> parameters);
/// Works on the statement, in this thread, until its result (or the first rows of it) is there.
Status run(duckdb_pending_result pending, const TimeLimit& limit, QueryResult& result);
/// Runs each statement of `sql`; gives the rows changed by the last.
Result<std::int64_t> run_all(duckdb_connection connection, std::string_view sql, const TimeLimit& limit);

}  // namespace levada::duckdb
