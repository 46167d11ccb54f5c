#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/json.h"
#include "levada/ports/record_scan.h"

namespace levada {

struct SqlColumn {  ///< A column of a result or a relation.
    std::string name;
    std::string type;  ///< the engine's own name: BIGINT, VARCHAR, TIMESTAMP WITH TIME ZONE, …
};

/// Rows of a result, one at a time. Not thread-safe.
class SqlRows {
public:
    virtual ~SqlRows() = default;

    virtual const std::vector<SqlColumn>& columns() const = 0;  ///< in the order of the statement
    /// Moves to the next row; false at the end. Errors: as SqlEngine::query.
    virtual Result<bool> next() = 0;
    /// The value at `column` of the current row: numbers as numbers, dates and times as ISO text, nested as JSON.
    virtual Result<Json> value(std::size_t column) = 0;
    /// The value as text (empty for null), valid until next(). For writers of many rows.
    virtual Result<std::optional<std::string_view>> text(std::size_t column) = 0;
};

/// SQL over the lake. Thread-safe: each call may use a connection of its own.
class SqlEngine {
public:
    virtual ~SqlEngine() = default;

    /// Runs statements that give no rows. Errors: invalid_data (SQL is wrong), not_found (table), unavailable (memory,
    /// disk), deadline_exceeded.
    virtual Status execute(std::string_view sql, Deadline deadline) = 0;
    /// Runs one statement with `parameters` bound to $1, $2, …. Errors: as execute().
    virtual Result<std::unique_ptr<SqlRows>> query(std::string_view sql,
                                                   std::span<const Json> parameters,
                                                   Deadline deadline) = 0;
    /// Runs one statement in which `{records}` stands for the rows of `source` as `columns`, read once, in their order;
    /// columns the statement does not name are not parsed. Gives the number of rows written.
    /// Errors: as execute(), and those of `source`.
    virtual Result<std::int64_t> execute_over_records(std::string_view sql,
                                                      std::span<const RecordColumn> columns,
                                                      RecordSource& source,
                                                      Deadline deadline) = 0;
};

}  // namespace levada
