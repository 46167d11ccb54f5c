#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "levada/base/result.h"
#include "levada/ports/sql_engine.h"

namespace levada::query {

/// Takes the next piece of output. An error stops the writer, which returns it.
using Output = std::function<Status(std::string_view)>;

/// An Output that appends to `text` and refuses to let it grow over `bytes_max`.
/// Errors of the Output (as request_error): LVD413.
Output collect_into(std::string& text, std::size_t bytes_max);

/// Pieces are handed out when they reach this size.
inline constexpr std::size_t kPieceBytes = 64 * std::size_t{1024};

/// How write_json() writes.
struct JsonFormat {
    enum class Shape : std::uint8_t { array, object } shape = Shape::array;  ///< object: the first row alone.
    enum class Nulls : std::uint8_t { kept, stripped } nulls = Nulls::kept;  ///< stripped: a null member is left out.
    enum class Lines : std::uint8_t { together, one_per_row } lines = Lines::together;
    std::uint64_t rows_max = UINT64_MAX;  ///< More rows are not read.
};

/// All writers give the number of rows they wrote. Errors: those of `rows` and of `output`.
///
/// JSON: an array of objects. Numbers and booleans are bare (an infinity or NaN is a string, as PostgreSQL writes it),
/// JSON and nested columns are embedded, all else is a string.
Result<std::uint64_t> write_json(SqlRows& rows, const JsonFormat& format, const Output& output);

/// RFC 4180 with a header line and LF ends; a null is empty, an empty text is "".
Result<std::uint64_t> write_csv(SqlRows& rows, std::uint64_t rows_max, const Output& output);

/// How write_table() draws.
struct TableFormat {
    std::size_t width_max = 60;             ///< Of one cell, in terminal columns; longer ones end in an ellipsis.
    std::uint64_t rows_shown_max = 10'000;  ///< Later rows are counted, not shown.
};

/// A table drawn with box characters, numbers to the right, and "(3 rows)" below. Holds the shown rows in memory.
Result<std::uint64_t> write_table(SqlRows& rows, const TableFormat& format, const Output& output);

}  // namespace levada::query
