#include "cell_text.h"

#include "value_text.h"

#include <charconv>
#include <cmath>

namespace levada::duckdb {
namespace {

template <typename T>
T at(const Cells& cells, std::uint64_t row) {
    return static_cast<const T*>(cells.data)[row];
}

std::string_view text_at(const Cells& cells, std::uint64_t row) {
    duckdb_string_t& value = static_cast<duckdb_string_t*>(cells.data)[row];
    return std::string_view(duckdb_string_t_data(&value), duckdb_string_t_length(value));
}

std::int64_t integer_at(const Cells& cells, std::uint64_t row) {
    switch (cells.type) {
        case DUCKDB_TYPE_TINYINT:
            return at<std::int8_t>(cells, row);
        case DUCKDB_TYPE_SMALLINT:
            return at<std::int16_t>(cells, row);
        case DUCKDB_TYPE_INTEGER:
            return at<std::int32_t>(cells, row);
        case DUCKDB_TYPE_UTINYINT:
            return at<std::uint8_t>(cells, row);
        case DUCKDB_TYPE_USMALLINT:
            return at<std::uint16_t>(cells, row);
        case DUCKDB_TYPE_UINTEGER:
            return at<std::uint32_t>(cells, row);
        default:
            return at<std::int64_t>(cells, row);
    }
}

/// The shortest text that reads back equal; a float as a float, not as the double nearest to it.
template <typename T>
void append_shortest(T value, std::string& out) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value > 0 ? "Infinity" : "-Infinity";
        return;
    }
    char text[32];
    const std::to_chars_result end = std::to_chars(text, text + sizeof(text), value);
    out.append(text, end.ptr);
}

}  // namespace

bool is_plain(duckdb_type type) {
    switch (type) {
        case DUCKDB_TYPE_BOOLEAN:
        case DUCKDB_TYPE_TINYINT:
        case DUCKDB_TYPE_SMALLINT:
        case DUCKDB_TYPE_INTEGER:
        case DUCKDB_TYPE_BIGINT:
        case DUCKDB_TYPE_UTINYINT:
        case DUCKDB_TYPE_USMALLINT:
        case DUCKDB_TYPE_UINTEGER:
        case DUCKDB_TYPE_FLOAT:
        case DUCKDB_TYPE_DOUBLE:
        case DUCKDB_TYPE_VARCHAR:
        case DUCKDB_TYPE_DATE:
        case DUCKDB_TYPE_TIMESTAMP:
        case DUCKDB_TYPE_TIMESTAMP_TZ:
            return true;
        default:
            return false;
    }
}

std::string_view cell_text(const Cells& cells, std::uint64_t row, std::string& buffer) {
    buffer.clear();
    switch (cells.type) {
        case DUCKDB_TYPE_VARCHAR:
            return text_at(cells, row);
        case DUCKDB_TYPE_BOOLEAN:
            return at<bool>(cells, row) ? "true" : "false";
        case DUCKDB_TYPE_FLOAT:
            append_shortest(at<float>(cells, row), buffer);
            return buffer;
        case DUCKDB_TYPE_DOUBLE:
            append_shortest(at<double>(cells, row), buffer);
            return buffer;
        case DUCKDB_TYPE_DATE:
            buffer = date_to_text(at<std::int32_t>(cells, row));
            return buffer;
        case DUCKDB_TYPE_TIMESTAMP:
            buffer = timestamp_to_text(at<std::int64_t>(cells, row), Zone::local);
            return buffer;
        case DUCKDB_TYPE_TIMESTAMP_TZ:
            buffer = timestamp_to_text(at<std::int64_t>(cells, row), Zone::utc);
            return buffer;
        default:
            buffer = std::to_string(integer_at(cells, row));
            return buffer;
    }
}

Json cell_json(const Cells& cells, std::uint64_t row) {
    switch (cells.type) {
        case DUCKDB_TYPE_VARCHAR:
            return Json(text_at(cells, row));
        case DUCKDB_TYPE_BOOLEAN:
            return Json(at<bool>(cells, row));
        case DUCKDB_TYPE_FLOAT:
            return Json(static_cast<double>(at<float>(cells, row)));
        case DUCKDB_TYPE_DOUBLE:
            return Json(at<double>(cells, row));
        case DUCKDB_TYPE_DATE:
        case DUCKDB_TYPE_TIMESTAMP:
        case DUCKDB_TYPE_TIMESTAMP_TZ: {
            std::string buffer;
            return Json(cell_text(cells, row, buffer));
        }
        default:
            return Json(integer_at(cells, row));
    }
}

}  // namespace levada::duckdb
