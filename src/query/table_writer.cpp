#include "display_width.h"
#include "sql_types.h"

#include <algorithm>
#include <string>
#include <vector>

#include "levada/query/result_writer.h"

namespace levada::query {

namespace {

struct Cell {
    std::string text;
    std::size_t width = 0;
};
using Line = std::vector<Cell>;

/// The characters of one horizontal rule.
struct Rule {
    std::string_view left;
    std::string_view middle;
    std::string_view right;
};
constexpr Rule kTop{"┌", "┬", "┐"};
constexpr Rule kHeader{"├", "┼", "┤"};
constexpr Rule kBottom{"└", "┴", "┘"};

Cell make_cell(std::string_view text, std::size_t width_max) {
    Cell cell{fit_cell(text, width_max), 0};
    cell.width = display_width(cell.text);
    return cell;
}

bool is_number(std::string_view type) {
    const TypeFamily family = family_of(type);
    return family == TypeFamily::integer || family == TypeFamily::decimal || family == TypeFamily::floating;
}

void append_rule(std::string& out, const std::vector<std::size_t>& widths, const Rule& rule) {
    std::string_view mark = rule.left;
    for (const std::size_t width : widths) {
        out += mark;
        for (std::size_t i = 0; i < width + 2; ++i) {
            out += "─";
        }
        mark = rule.middle;
    }
    out += rule.right;
    out += '\n';
}

void append_line(std::string& out,
                 const Line& line,
                 const std::vector<std::size_t>& widths,
                 const std::vector<bool>& right) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::string padding(widths[i] - line[i].width, ' ');
        out += i == 0 ? "│ " : " │ ";
        out += right[i] ? padding + line[i].text : line[i].text + padding;
    }
    out += " │\n";
}

Result<Line> read_line(SqlRows& rows, std::size_t width_max) {
    Line line;
    for (std::size_t i = 0; i < rows.columns().size(); ++i) {
        LEVADA_TRY(const std::optional<std::string_view> text, rows.text(i));
        line.push_back(make_cell(text.value_or("NULL"), width_max));
    }
    return line;
}

std::string footer(std::uint64_t count, std::size_t shown) {
    std::string text = "(" + std::to_string(count) + (count == 1 ? " row" : " rows");
    if (count > shown) {
        text += ", the first " + std::to_string(shown) + " shown; csv and json give all";
    }
    return text + ")\n";
}

}  // namespace

Result<std::uint64_t> write_table(SqlRows& rows, const TableFormat& format, const Output& output) {
    Line header;
    std::vector<bool> right;
    for (const SqlColumn& column : rows.columns()) {
        header.push_back(make_cell(column.name, format.width_max));
        right.push_back(is_number(column.type));
    }
    std::vector<Line> lines;
    std::uint64_t count = 0;
    while (true) {
        LEVADA_TRY(const bool has_row, rows.next());
        if (!has_row) {
            break;
        }
        ++count;
        if (lines.size() < format.rows_shown_max) {
            LEVADA_TRY(lines.emplace_back(), read_line(rows, format.width_max));
        }
    }
    std::vector<std::size_t> widths(header.size());
    for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] = header[i].width;
        for (const Line& line : lines) {
            widths[i] = std::max(widths[i], line[i].width);
        }
    }
    std::string out;
    append_rule(out, widths, kTop);
    append_line(out, header, widths, std::vector<bool>(widths.size(), false));
    append_rule(out, widths, kHeader);
    for (const Line& line : lines) {
        append_line(out, line, widths, right);
        if (out.size() >= kPieceBytes) {
            LEVADA_CHECK(output(out));
            out.clear();
        }
    }
    append_rule(out, widths, kBottom);
    out += footer(count, lines.size());
    LEVADA_CHECK(output(out));
    return count;
}

}  // namespace levada::query
