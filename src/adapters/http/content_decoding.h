#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// Undoes the content codings named in a Content-Encoding header (gzip, x-gzip, deflate, identity; outermost last).
/// `buffer` is memory to reuse for the result. Bytes after the last gzip member are ignored, and deflate may lack its
/// zlib frame, as in Python's urllib3. The result's capacity exceeds its size by kHttpBodyPaddingBytes.
/// Errors: invalid_data (broken, cut off, over `size_bytes_max`, a coding that was not asked for).
Result<std::string> decode_content(std::string_view codings,
                                   std::string_view body,
                                   std::string buffer,
                                   std::size_t size_bytes_max);

/// True when the header names a coding other than identity.
bool is_content_coded(std::string_view codings);

}  // namespace levada
