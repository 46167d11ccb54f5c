#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace levada {

/// CRC-32C (Castagnoli). Source: RFC 3720 appendix B.4. `seed` is the value of the bytes before.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);

/// Lower-case hexadecimal digests.
std::string md5_hex(std::string_view bytes);
std::string sha1_hex(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
/// Raw digest of HMAC; `algorithm` is an OpenSSL name: md5, sha1, sha256, sha384, sha512. Asserts that it is known.
std::string hmac(std::string_view algorithm, std::string_view key, std::string_view bytes);
/// Raw digest; as above.
std::string digest(std::string_view algorithm, std::string_view bytes);
std::string to_hex(std::string_view bytes);

std::string base64_encode(std::string_view bytes);
/// URL-safe alphabet, without padding (RFC 7515).
std::string base64url_encode(std::string_view bytes);
/// Returns false when `text` is no base64 (padding required).
bool base64_decode(std::string_view text, std::string& out);

/// `bytes` random bytes from the system.
std::string random_bytes(std::size_t size);
/// A version 4 UUID from 16 random bytes. Source: RFC 9562.
std::string make_uuid(std::string_view random16);

}  // namespace levada
