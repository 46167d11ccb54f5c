#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::lake {

/// A SQL type taken apart: `STRUCT(a INTEGER, b VARCHAR[])`, `MAP(VARCHAR, DOUBLE)`, `DECIMAL(18,4)`, …
struct SqlType {
    enum class Kind : std::uint8_t {
        boolean,
        integer,
        bigint,
        real,
        real64,
        text,
        blob,
        date,
        timestamp,
        timestamp_tz,
        decimal,
        list,
        map,
        record
    };
    struct Field;

    Kind kind = Kind::text;
    int precision = 0;
    int scale = 0;
    std::vector<Field> children;  ///< list: one; map: key and value; record: its fields
};

struct SqlType::Field {
    std::string name;
    SqlType type;
};

/// Errors: unsupported (a type that Hudi's readers cannot take; the message names the nearest that works).
Result<SqlType> parse_sql_type(std::string_view text);

/// The type as it must be stored so that every Hudi reader takes it: decimals with 38 digits, small integers as
/// INTEGER, timestamps with a zone. Source: experiments with Hudi 0.15.0 and 1.2.0.
SqlType stored_type(const SqlType& type);

/// The engine's spelling.
std::string print_sql_type(const SqlType& type);

/// parse, stored_type, print in one. Errors: unsupported.
Result<std::string> stored_type_text(std::string_view text);

}  // namespace levada::lake
