#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// What frames the deflated bytes.
enum class Compression : std::uint8_t { gzip, zlib, raw_deflate };

/// One gzip member.
std::string gzip_compress(std::string_view bytes, int level = 6);
/// All members of a gzip stream, or a zlib or raw deflate stream.
/// Errors: invalid_data (broken or cut off), permission of size: invalid_data when the output passes `size_max_bytes`.
Result<std::string> inflate(std::string_view bytes, Compression format, std::size_t size_max_bytes);

/// What could be unpacked of a stream, and why that is not all of it.
struct Inflated {
    std::string bytes;
    std::optional<Error> failure;
};

/// As inflate(), keeping what comes before the place that is broken or cut off.
Inflated inflate_as_far_as_possible(std::string_view bytes, Compression format, std::size_t size_max_bytes);

}  // namespace levada
