#include "levada/ports/record_scan.h"

#include <array>
#include <utility>

namespace levada {
namespace {

constexpr std::array<std::pair<ColumnType, std::string_view>, 9> kColumnTypeNames = {{
    {ColumnType::boolean, "boolean"},
    {ColumnType::integer, "integer"},
    {ColumnType::number, "number"},
    {ColumnType::text, "text"},
    {ColumnType::json, "json"},
    {ColumnType::date, "date"},
    {ColumnType::timestamp, "timestamp"},
    {ColumnType::timestamp_tz, "timestamp_tz"},
    {ColumnType::time, "time"},
}};

}  // namespace

std::string_view to_string(ColumnType type) {
    for (const auto& [candidate, name] : kColumnTypeNames) {
        if (candidate == type) {
            return name;
        }
    }
    return "";
}

std::optional<ColumnType> column_type_from(std::string_view name) {
    for (const auto& [type, candidate] : kColumnTypeNames) {
        if (candidate == name) {
            return type;
        }
    }
    return std::nullopt;
}

}  // namespace levada
