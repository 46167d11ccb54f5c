#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace levada::airbyte {

/// What becomes of integers that 64 bits do not hold.
enum class BigIntegers : std::uint8_t {
    as_floats,  ///< orjson reads them so
    kept,       ///< Python's json has integers of any size
};

/// `text`, which has to be valid JSON in Python's sense, with its numbers as the CDK hands them on: integers outside of
/// [-2^63, 2^64) as `big` says, floats beyond all doubles as Infinity. A document with such a float, NaN or an infinity
/// is none for orjson: Python's json reads it then, and keeps the integers. Nothing when `text` stays as it is.
/// Source: composite_raw_decoder.py, JsonParser; orjson 3, loads.
std::optional<std::string> with_cdk_numbers(std::string_view text, BigIntegers big);

}  // namespace levada::airbyte
