#pragma once

#include <string>
#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// The signed token (header.payload.signature) that PyJWT makes. `key` is text for HS*, a private key in PEM for the
/// others; `passphrase` decrypts it, empty: it is not encrypted. Source: PyJWT 2, RFC 7515, RFC 7518, RFC 8037.
/// Errors: invalid_data (a key that does not fit the algorithm), unsupported (algorithm).
Result<std::string> sign_jwt(const Json& header,
                             const Json& payload,
                             const std::string& key,
                             const std::string& passphrase);

/// json.dumps(value, separators=(",", ":")): ASCII only; with sorted keys when asked.
enum class KeyOrder : std::uint8_t { kept, sorted };
std::string python_json(const Json& value, KeyOrder order);

}  // namespace levada::airbyte
