#include "sql_types.h"

#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/query/request_error.h"
#include "levada/query/result_writer.h"

namespace levada::query {

namespace {

/// What stands before a value, and how the value is written.
struct JsonColumn {
    std::string key;  ///< `"name":`
    enum class Form : std::uint8_t { bare, floating, text } form = Form::text;
};

JsonColumn::Form form_of(std::string_view type) {
    switch (family_of(type)) {
        case TypeFamily::boolean:
        case TypeFamily::integer:
        case TypeFamily::decimal:
        case TypeFamily::json:
        case TypeFamily::list:
        case TypeFamily::nested:
            return JsonColumn::Form::bare;
        case TypeFamily::floating:
            return JsonColumn::Form::floating;
        default:
            return JsonColumn::Form::text;
    }
}

void append_value(std::string& out, JsonColumn::Form form, std::string_view text) {
    const bool is_word =
        form == JsonColumn::Form::floating && !text.empty() && (text.back() == 'N' || text.back() == 'y');
    if (form == JsonColumn::Form::text || is_word) {
        append_json_string(out, text);
    } else {
        out += text;
    }
}

Status append_row(SqlRows& rows, const std::vector<JsonColumn>& columns, JsonFormat::Nulls nulls, std::string& out) {
    char separator = '{';
    for (std::size_t i = 0; i < columns.size(); ++i) {
        LEVADA_TRY(const std::optional<std::string_view> text, rows.text(i));
        if (!text && nulls == JsonFormat::Nulls::stripped) {
            continue;
        }
        out += separator;
        out += columns[i].key;
        separator = ',';
        if (text) {
            append_value(out, columns[i].form, *text);
        } else {
            out += "null";
        }
    }
    out += separator == '{' ? "{}" : "}";
    return ok();
}

}  // namespace

Output collect_into(std::string& text, std::size_t bytes_max) {
    return [&text, bytes_max](std::string_view piece) -> Status {
        if (text.size() + piece.size() > bytes_max) {
            return request_error("LVD413", "The response would be longer than " + std::to_string(bytes_max) + " bytes")
                .hint("ask for fewer rows with limit and offset, or for fewer columns with select");
        }
        text += piece;
        return ok();
    };
}

Result<std::uint64_t> write_json(SqlRows& rows, const JsonFormat& format, const Output& output) {
    std::vector<JsonColumn> columns;
    for (const SqlColumn& column : rows.columns()) {
        JsonColumn& added = columns.emplace_back();
        append_json_string(added.key, column.name);
        added.key += ':';
        added.form = form_of(column.type);
    }
    const bool is_array = format.shape == JsonFormat::Shape::array;
    const std::string_view between = format.lines == JsonFormat::Lines::one_per_row ? ",\n" : ",";
    std::string piece = is_array ? "[" : "";
    std::uint64_t count = 0;
    while (count < format.rows_max) {
        LEVADA_TRY(const bool has_row, rows.next());
        if (!has_row) {
            break;
        }
        piece += count == 0 ? std::string_view() : between;
        LEVADA_CHECK(append_row(rows, columns, format.nulls, piece));
        ++count;
        if (piece.size() >= kPieceBytes) {
            LEVADA_CHECK(output(piece));
            piece.clear();
        }
        if (!is_array) {
            break;
        }
    }
    piece += is_array ? "]" : "";
    LEVADA_CHECK(output(piece));
    return count;
}

}  // namespace levada::query
