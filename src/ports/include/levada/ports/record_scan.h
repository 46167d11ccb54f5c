#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada {

/// What a column of records can hold.
enum class ColumnType : std::uint8_t {
    boolean,
    integer,  ///< 64 bits
    number,   ///< double
    text,
    json,  ///< any value, as its JSON text
    date,
    timestamp,     ///< without a zone
    timestamp_tz,  ///< UTC, microseconds
    time,          ///< as ISO text
};

/// The enumerator as it is spelled.
std::string_view to_string(ColumnType type);
/// Nothing when no type is spelled like that.
std::optional<ColumnType> column_type_from(std::string_view name);

/// Where a column's value comes from.
enum class ColumnOrigin : std::uint8_t {
    field,          ///< the record's top-level member `field`
    record_id,      ///< a UUID (version 8), always the same for the same batch id and place in the batch
    extracted_at,   ///< RecordBlock::extracted_at_us
    meta,           ///< {"sync_id":…,"changes":[…]}: the values of this row that did not fit their type
    generation_id,  ///< RecordBlock::generation_id
    position,       ///< 0, 1, … in the order of the scan
};

struct RecordColumn {  ///< One column of the relation that a scan gives.
    std::string name;  ///< in the relation
    ColumnType type = ColumnType::text;
    ColumnOrigin origin = ColumnOrigin::field;
    std::string field;  ///< the member's key when origin is `field`
};

/// Some records of one batch. The views live until the next call of RecordSource::next().
struct RecordBlock {
    std::string_view records;       ///< JSON objects, each on a line of its own
    std::string_view batch_id;      ///< seed of the record ids
    std::int64_t first_record = 0;  ///< place in the batch of the first line
    std::int64_t extracted_at_us = 0;
    std::int64_t sync_id = 0;
    std::int64_t generation_id = 0;
};

/// A line that is no JSON object. The views live during the call.
struct RejectedRecord {
    std::string_view line;
    std::string_view batch_id;
    std::int64_t record = 0;  ///< place in the batch
    Error cause;
};

/// Where a scan takes its records from. Used by one thread at a time; must not call the engine that scans.
class RecordSource {
public:
    virtual ~RecordSource() = default;

    /// The next block, or nothing at the end. An error ends the statement that scans with that error.
    virtual Result<std::optional<RecordBlock>> next() = 0;
    /// Told of each line that could not be read; the scan goes on unless this fails.
    virtual Status reject(const RejectedRecord& record) = 0;
    /// Told once per scan of each member that no column takes, with its first value; at most kUndeclaredFieldsMax.
    virtual void undeclared(std::string_view field, std::string_view value) = 0;
};

/// How many different undeclared members a scan reports.
inline constexpr std::size_t kUndeclaredFieldsMax = 1000;

}  // namespace levada
