#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <duckdb.h>

#include "levada/base/json.h"

namespace levada::duckdb {

/// True for types whose values cell_text() and cell_json() read from a vector; others are cast to text by SQL first.
bool is_plain(duckdb_type type);

/// A vector of a result chunk with its type.
struct Cells {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    void* data = nullptr;
    std::uint64_t* validity = nullptr;

    bool is_null(std::uint64_t row) const { return validity != nullptr && (validity[row / 64] >> (row % 64) & 1) == 0; }
};

/// The value as text: ISO dates and times, shortest numbers. Texts are views into the chunk; others go to `buffer`.
std::string_view cell_text(const Cells& cells, std::uint64_t row, std::string& buffer);

/// The value as JSON; must not be null.
Json cell_json(const Cells& cells, std::uint64_t row);

}  // namespace levada::duckdb
