#pragma once

#include <string_view>

#include <duckdb.h>

#include "levada/base/error.h"

namespace levada::duckdb {

/// The Error for a failure that DuckDB reports with only a text ("Binder Error: …"), as prepare does.
Error error_from_text(std::string_view text);

/// The Error for a failed result; `text` is DuckDB's message.
Error error_from_type(duckdb_error_type type, std::string_view text);

}  // namespace levada::duckdb
