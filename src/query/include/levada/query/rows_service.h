#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "levada/ports/handler.h"
#include "levada/ports/sql_engine.h"
#include "levada/query/row_query.h"
#include "levada/query/table_catalog.h"

namespace levada::query {

/// What one request for rows may cost.
struct RowLimits {
    std::uint64_t rows_max = 10'000;                            ///< More are cut off: 206 with a Content-Range says so.
    std::size_t body_bytes_max = 64 * (std::size_t{1} << 20);   ///< A longer body is refused: 413.
    std::size_t cache_bytes_max = 32 * (std::size_t{1} << 20);  ///< Of kept responses; only with versions.
    std::size_t query_bytes_max = 16 * std::size_t{1024};       ///< Of the query string; a longer one is 414.
};

class ResponseCache;

/// Answers GET and HEAD for the rows of tables, in PostgREST's conventions. Thread-safe when engine and catalog are.
class RowsService {
public:
    /// Borrows both; they must outlive this object.
    RowsService(SqlEngine& engine, TableCatalog& catalog, RowLimits limits);
    ~RowsService();
    RowsService(const RowsService&) = delete;
    RowsService& operator=(const RowsService&) = delete;

    /// The path parameter "table" is "schema.table". Status 200, 206 (a known part of all), 416, or an error's.
    Response rows(const Request& request) const;

    /// `[{"schema":…,"name":…,"path":…,"columns":[{"name":…,"type":…}]}]`
    Response tables(const Request& request) const;

    /// The OpenAPI 3.0 document of the tables; `server_url` is where clients reach them.
    Response openapi(const Request& request, std::string_view server_url, std::string_view version) const;

    /// Tells the version of a table's data, or an empty text when it is not known; called before its rows are read. A
    /// version must be told only after its rows are there, and never for other rows. With it, responses have an ETag,
    /// If-None-Match is answered 304, and repeated requests come from memory. Set before the first request;
    /// thread-safe.
    void use_versions(std::function<std::string(const Table&)> version_of) { version_of_ = std::move(version_of); }

    /// Called with each engine error that the client is told nothing of, for the log. Set before the first request.
    void on_internal_error(std::function<void(const Request&, const Error&)> hook) {
        on_internal_error_ = std::move(hook);
    }

private:
    struct Plan;
    Result<Plan> plan(const Request& request) const;
    Result<Response> answer(const Request& request) const;
    Result<Response> read(const Plan& plan, Deadline deadline) const;
    Result<std::uint64_t> count_rows(const Plan& plan, Deadline deadline) const;
    Response refuse(const Request& request, const Error& error) const;

    SqlEngine& engine_;
    TableCatalog& catalog_;
    RowLimits limits_;
    std::function<void(const Request&, const Error&)> on_internal_error_;
    std::function<std::string(const Table&)> version_of_;
    std::unique_ptr<ResponseCache> cache_;
};

}  // namespace levada::query
