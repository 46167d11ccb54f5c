#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/query/row_query.h"
#include "levada/query/table_catalog.h"

namespace levada::query {

/// A statement and the values of its $1, $2, …. No value of a client is ever part of the text.
struct SqlStatement {
    std::string text;
    std::vector<Json> parameters;
};

/// `name` as an SQL identifier: in double quotes, with those inside doubled.
std::string quote_identifier(std::string_view name);

/// The rows that `query` asks for, `limit` of them at most, after `offset`.
/// Errors (as request_error): 42703 (unknown column), 42704 (unknown type of a cast), 42883 (an operator that the
/// column's type has not), 22P02 (a value that cannot be of the column's type).
Result<SqlStatement> build_select(const Table& table, const RowQuery& query, std::optional<std::uint64_t> limit);

/// How many rows the filter of `query` lets through: one row, one column. Errors: as build_select().
Result<SqlStatement> build_count(const Table& table, const RowQuery& query);

}  // namespace levada::query
