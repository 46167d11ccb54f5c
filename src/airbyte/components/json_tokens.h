#pragma once

namespace levada::airbyte::tokens {

/// The grammar of JSON's strings and scalars as Python's json reads them. Each takes [at, end) and gives the place
/// behind the token that starts at `at`, or nullptr when there is none.

/// `at` is at the opening quote. UTF-8 is not checked.
const char* after_string(const char* at, const char* end);
/// Numbers, true, false, null, NaN, Infinity and -Infinity.
const char* after_scalar(const char* at, const char* end);

}  // namespace levada::airbyte::tokens
