#pragma once

#include <string>
#include <string_view>

namespace levada::airbyte {

/// `text` as Python's int() and float() look at it: decimal digits of every script as ASCII digits, white space of
/// every kind as a blank, any other character outside of ASCII as '?'. Source: CPython 3.11,
/// _PyUnicode_TransformDecimalAndSpaceToASCII; Unicode 14, general category Nd.
std::string with_ascii_digits(std::string_view text);

}  // namespace levada::airbyte
