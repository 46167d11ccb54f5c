#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace levada::query {

/// What a column's type means for values, output and documentation.
enum class TypeFamily : std::uint8_t {
    boolean,
    integer,
    decimal,
    floating,
    text,
    date,
    time,
    timestamp,
    json,
    list,
    nested,
    other
};

/// The family of an engine's type name: "DECIMAL(18,3)" is decimal, "VARCHAR[]" and "LIST" list, "STRUCT(a INTEGER)"
/// nested.
TypeFamily family_of(std::string_view engine_type);

/// The engine's type for a cast that a client wrote in PostgreSQL's names: text, int4, timestamptz, …; any letter case.
std::optional<std::string_view> engine_type_of(std::string_view postgres_name);

}  // namespace levada::query
