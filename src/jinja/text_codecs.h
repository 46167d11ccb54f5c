#pragma once

#include <string>
#include <string_view>

#include "levada/jinja/fault.h"

namespace levada::jinja {

/// Python's text.encode(encoding, errors) for utf-8, utf-16, utf-32, ascii and latin-1. `text` must be UTF-8.
/// Errors: UnicodeEncodeError, LookupError (no such encoding or error handler), unsupported (Python has it).
Outcome<std::string> encode_text(std::string_view text, std::string_view encoding, std::string_view errors);

/// Python's octets.decode(encoding, errors), for the same encodings. Errors: UnicodeDecodeError, LookupError,
/// unsupported.
Outcome<std::string> decode_octets(std::string_view octets, std::string_view encoding, std::string_view errors);

}  // namespace levada::jinja
