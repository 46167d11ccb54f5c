#include <string>

#include "levada/query/result_writer.h"

namespace levada::query {

namespace {

void append_cell(std::string& out, std::string_view text) {
    const bool is_plain = !text.empty() && text.find_first_of("\",\r\n") == std::string_view::npos;
    if (is_plain) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out.append(c == '"' ? 2 : 1, c);
    }
    out += '"';
}

}  // namespace

Result<std::uint64_t> write_csv(SqlRows& rows, std::uint64_t rows_max, const Output& output) {
    std::string piece;
    const std::size_t column_count = rows.columns().size();
    for (std::size_t i = 0; i < column_count; ++i) {
        piece += i == 0 ? "" : ",";
        append_cell(piece, rows.columns()[i].name);
    }
    piece += '\n';
    std::uint64_t count = 0;
    while (count < rows_max) {
        LEVADA_TRY(const bool has_row, rows.next());
        if (!has_row) {
            break;
        }
        for (std::size_t i = 0; i < column_count; ++i) {
            piece += i == 0 ? "" : ",";
            LEVADA_TRY(const std::optional<std::string_view> text, rows.text(i));
            if (text) {
                append_cell(piece, *text);
            }
        }
        piece += '\n';
        ++count;
        if (piece.size() >= kPieceBytes) {
            LEVADA_CHECK(output(piece));
            piece.clear();
        }
    }
    LEVADA_CHECK(output(piece));
    return count;
}

}  // namespace levada::query
