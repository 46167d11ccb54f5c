#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::query {

/// What the client wants the rows as.
struct Media {
    enum class Kind : std::uint8_t { json, csv, object } kind = Kind::json;
    bool is_stripping_nulls = false;  ///< `;nulls=stripped`

    std::string_view content_type() const;
};

/// The best of an Accept header that is there; an absent one means JSON.
/// Errors (as request_error): PGRST107 when nothing is. Source: RFC 9110 section 12.5.1; PostgREST, "Resource
/// Representation".
Result<Media> parse_accept(std::string_view accept);

/// A window of rows; `last` is inclusive.
struct RowRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> last;
};

/// `0-9`, `5-`; nullopt for what is no such range (it is ignored, as RFC 9110 section 14.2 wants).
/// Errors (as request_error): PGRST103 when last < first.
Result<std::optional<RowRange>> parse_range(std::string_view range);

/// Whether `Prefer` asks for the number of all rows: count=exact; planned and estimated get the exact one too.
bool wants_count(std::string_view prefer);

}  // namespace levada::query
