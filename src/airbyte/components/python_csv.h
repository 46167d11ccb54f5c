#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::airbyte {

/// Python's csv.reader with the dialect "excel" over text opened in universal newline mode.
/// Source: CPython 3.11, Modules/_csv.c.
class CsvReader {
public:
    /// `text` is UTF-8 and outlives the reader; `delimiter` is one character.
    CsvReader(std::string_view text, std::string delimiter) : text_(text), delimiter_(std::move(delimiter)) {}

    /// Replaces `row` by the next one (an empty line gives an empty row); false at the end.
    /// Errors: invalid_data (a field over kCsvFieldBytesMax).
    Result<bool> next(std::vector<std::string>& row);
    /// True when the text ended inside of a quoted field, which belongs to the last row all the same.
    bool ended_in_quotes() const { return ended_in_quotes_; }

private:
    bool is_at_delimiter() const { return text_.substr(at_, delimiter_.size()) == delimiter_; }
    /// Takes one line break, giving true, when there is one.
    bool take_line_break();
    void read_quoted(std::string& field);
    void read_plain(std::string& field);

    std::string_view text_;
    std::string delimiter_;
    std::size_t at_ = 0;
    bool ended_in_quotes_ = false;
};

/// Source: _csv.c, field_limit.
inline constexpr std::size_t kCsvFieldBytesMax = 131072;

}  // namespace levada::airbyte
