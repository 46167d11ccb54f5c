#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// True when `bytes` are UTF-8.
bool is_utf8(std::string_view bytes);

/// Decodes `bytes` to UTF-8 from an encoding by its Python name (utf-8, utf-8-sig, latin-1, ascii, cp1252, utf-16 …).
/// Errors: invalid_data (bytes that the encoding does not have), unsupported (an encoding not known here).
Result<std::string> decode_text(std::string_view bytes, std::string_view encoding);

/// UTF-8 as Latin-1 bytes. Errors: invalid_data (a character above U+00FF).
Result<std::string> encode_latin1(std::string_view text);

/// The encoding that requests takes from Content-Type; nothing when the header names none and implies none.
/// Source: requests.utils.get_encoding_from_headers.
std::optional<std::string> encoding_in_headers(const HttpHeaders& headers);

/// response.text: never fails, bytes that do not fit become U+FFFD. Source: requests 2.32, Response.text.
std::string text_of(const HttpResponse& response);

/// Python's str.strip().
std::string_view strip(std::string_view text);

}  // namespace levada::airbyte
