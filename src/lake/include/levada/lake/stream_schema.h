#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/lake/table_options.h"
#include "levada/ports/record_scan.h"

namespace levada::lake {

/// A member of a stream's records and the column that takes it.
struct StreamField {
    std::string column;
    std::string field;
    ColumnType type = ColumnType::text;

    bool operator==(const StreamField&) const = default;
};

/// The typed columns of a stream, in their order. Columns never leave it, and only get wider types.
struct StreamSchema {
    std::vector<StreamField> fields;

    bool operator==(const StreamSchema&) const = default;
    const StreamField* find_field(std::string_view field) const;

    /// [["column","field","type"], …], for a commit's extraMetadata.
    std::string print() const;
    /// Errors: corruption.
    static Result<StreamSchema> parse(std::string_view text);
};

/// Columns that every stream's table has besides its own. Source: Airbyte destinations V2.
inline constexpr std::string_view kRawIdColumn = "_airbyte_raw_id";
inline constexpr std::string_view kExtractedAtColumn = "_airbyte_extracted_at";
inline constexpr std::string_view kAirbyteMetaColumn = "_airbyte_meta";
inline constexpr std::string_view kGenerationIdColumn = "_airbyte_generation_id";
/// A record with a value here is a deletion. Source: Airbyte's CDC sources.
inline constexpr std::string_view kDeletedAtField = "_ab_cdc_deleted_at";

/// The type of one property of a JSON schema, as Airbyte's typed destinations see it: nested values and unions are
/// JSON text. Source: Airbyte, "Data Types"; unions as JSON text.
ColumnType type_of_property(const Json& property);

/// The type that takes values of both: integer and number give number, moments give timestamp_tz, all else text.
ColumnType wider_type(ColumnType a, ColumnType b);

/// `base` with a column for each member in `fields`: a new one at the end, a known one with the wider type.
/// Names are made of letters, digits and `_`; those that differ only by case, or are taken, get `_1`, `_2`, ….
StreamSchema with_fields(StreamSchema base, const std::vector<StreamField>& fields);

/// The fields of a JSON schema's properties, their columns still empty; none when it has no properties.
std::vector<StreamField> fields_of_json_schema(const Json& schema);

/// The letters, digits and `_` of a name; never empty, never with a digit in front.
std::string sanitized_name(std::string_view name);

/// All columns of the stream's table, with their SQL types.
std::vector<Column> table_columns(const StreamSchema& schema);
/// What a scan of the stream's records gives: table_columns() and the position.
std::vector<RecordColumn> record_columns(const StreamSchema& schema);

}  // namespace levada::lake
