#pragma once

#include "statement.h"

#include <memory>
#include <span>
#include <string_view>

#include "levada/ports/sql_engine.h"

namespace levada::duckdb {

/// Starts the statement and gives its rows as they come; the lease goes back when the rows are dropped.
/// Errors: as SqlEngine::query.
Result<std::unique_ptr<SqlRows>> open_rows(Lease lease,
                                           std::string_view sql,
                                           std::span<const Json> parameters,
                                           TimeLimit limit);

}  // namespace levada::duckdb
