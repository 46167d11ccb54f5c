#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <duckdb.h>

#include "levada/base/result.h"
#include "levada/ports/record_scan.h"

namespace levada::duckdb {

/// The text of record ids of one batch: a version 8 UUID of the batch id's digest and the record's place.
/// Source: RFC 9562, section 5.8 (version 8 is free for such use).
class RecordIdText {
public:
    static constexpr std::size_t kSize = 36;

    explicit RecordIdText(std::string_view batch_id);
    /// The 36 characters for that place (below 2^40) in the batch; valid until the next call.
    std::string_view of(std::int64_t record);

private:
    std::array<char, kSize> text_{};
};

/// How long the text of a record stays where it is.
enum class LineLife : std::uint8_t {
    call,   ///< as long as it is written
    chunk,  ///< as long as the chunk is used: its texts need not be copied
};

/// Writes JSON records into the vectors of DuckDB chunks, each value as its column's type or null.
/// A value that does not fit is listed in the row's meta column. Not thread-safe.
class RecordWriter {
public:
    /// `projected` are indices into `columns`, in the order of the chunk's vectors.
    RecordWriter(std::span<const RecordColumn> columns, std::span<const std::size_t> projected, RecordSource& source);
    ~RecordWriter();
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;

    void begin_chunk(duckdb_data_chunk chunk);
    void begin_block(const RecordBlock& block);
    /// Writes the record as row `row`. `line` must be followed by kLinePaddingBytes readable bytes.
    /// Errors: invalid_data (no JSON object); the row is then free for the next record.
    Status write(std::string_view line, std::int64_t record, std::uint64_t row);
    /// What is true of the lines from now on, in this chunk and later ones; at first LineLife::call.
    void set_line_life(LineLife life);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Source: simdjson 3.0, SIMDJSON_PADDING.
inline constexpr std::size_t kLinePaddingBytes = 64;

}  // namespace levada::duckdb
