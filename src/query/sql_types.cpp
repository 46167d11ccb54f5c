#include "sql_types.h"

#include <algorithm>
#include <utility>

#include "levada/base/text.h"

namespace levada::query {

namespace {

// Source: DuckDB documentation, "Data Types".
constexpr std::pair<std::string_view, TypeFamily> kFamilies[] = {
    {"BOOLEAN", TypeFamily::boolean},
    {"TINYINT", TypeFamily::integer},
    {"SMALLINT", TypeFamily::integer},
    {"INTEGER", TypeFamily::integer},
    {"BIGINT", TypeFamily::integer},
    {"HUGEINT", TypeFamily::integer},
    {"UTINYINT", TypeFamily::integer},
    {"USMALLINT", TypeFamily::integer},
    {"UINTEGER", TypeFamily::integer},
    {"UBIGINT", TypeFamily::integer},
    {"UHUGEINT", TypeFamily::integer},
    {"DECIMAL", TypeFamily::decimal},
    {"FLOAT", TypeFamily::floating},
    {"DOUBLE", TypeFamily::floating},
    {"VARCHAR", TypeFamily::text},
    {"UUID", TypeFamily::text},
    {"ENUM", TypeFamily::text},
    {"DATE", TypeFamily::date},
    {"TIME", TypeFamily::time},
    {"TIMESTAMP", TypeFamily::timestamp},
    {"TIMESTAMP_S", TypeFamily::timestamp},
    {"TIMESTAMP_MS", TypeFamily::timestamp},
    {"TIMESTAMP_NS", TypeFamily::timestamp},
    {"TIMESTAMP WITH TIME ZONE", TypeFamily::timestamp},
    {"JSON", TypeFamily::json},
    {"LIST", TypeFamily::list},
    {"STRUCT", TypeFamily::nested},
    {"MAP", TypeFamily::nested},
};

// Source: PostgreSQL documentation, table 8.1 (names and aliases); right: DuckDB's name.
constexpr std::pair<std::string_view, std::string_view> kCasts[] = {
    {"text", "VARCHAR"},
    {"varchar", "VARCHAR"},
    {"character varying", "VARCHAR"},
    {"int2", "SMALLINT"},
    {"smallint", "SMALLINT"},
    {"int", "INTEGER"},
    {"int4", "INTEGER"},
    {"integer", "INTEGER"},
    {"int8", "BIGINT"},
    {"bigint", "BIGINT"},
    {"float4", "FLOAT"},
    {"real", "FLOAT"},
    {"float8", "DOUBLE"},
    {"double precision", "DOUBLE"},
    {"numeric", "DECIMAL(38,10)"},
    {"decimal", "DECIMAL(38,10)"},
    {"bool", "BOOLEAN"},
    {"boolean", "BOOLEAN"},
    {"date", "DATE"},
    {"time", "TIME"},
    {"timestamp", "TIMESTAMP"},
    {"timestamptz", "TIMESTAMP WITH TIME ZONE"},
    {"uuid", "UUID"},
    {"json", "JSON"},
    {"jsonb", "JSON"},
};

}  // namespace

TypeFamily family_of(std::string_view engine_type) {
    if (engine_type.ends_with(']')) {
        return TypeFamily::list;
    }
    const std::string_view name = engine_type.substr(0, engine_type.find('('));
    const auto* found = std::ranges::find(kFamilies, name, &std::pair<std::string_view, TypeFamily>::first);
    return found == std::end(kFamilies) ? TypeFamily::other : found->second;
}

std::optional<std::string_view> engine_type_of(std::string_view postgres_name) {
    for (const auto& [postgres, engine] : kCasts) {
        if (equals_ignoring_case(postgres, postgres_name)) {
            return engine;
        }
    }
    return std::nullopt;
}

}  // namespace levada::query
