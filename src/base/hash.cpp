#include "levada/base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "levada/base/ascii.h"
#include "levada/base/assert.h"

namespace levada {

namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

const EVP_MD* algorithm_of(std::string_view name) {
    const EVP_MD* algorithm = EVP_get_digestbyname(std::string(name).c_str());
    LEVADA_ASSERT(algorithm != nullptr);
    return algorithm;
}

}  // namespace

std::string digest(std::string_view algorithm, std::string_view bytes) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    const int done = EVP_Digest(bytes.data(),
                                bytes.size(),
                                reinterpret_cast<unsigned char*>(out.data()),
                                &size,
                                algorithm_of(algorithm),
                                nullptr);
    LEVADA_ASSERT(done == 1);
    out.resize(size);
    return out;
}

std::string hmac(std::string_view algorithm, std::string_view key, std::string_view bytes) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    const unsigned char* done = HMAC(algorithm_of(algorithm),
                                     key.data(),
                                     static_cast<int>(key.size()),
                                     bytes_of(bytes),
                                     bytes.size(),
                                     reinterpret_cast<unsigned char*>(out.data()),
                                     &size);
    LEVADA_ASSERT(done != nullptr);
    out.resize(size);
    return out;
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += kHexDigits[byte >> 4U];
        out += kHexDigits[byte & 15U];
    }
    return out;
}

std::string md5_hex(std::string_view bytes) {
    return to_hex(digest("md5", bytes));
}
std::string sha1_hex(std::string_view bytes) {
    return to_hex(digest("sha1", bytes));
}
std::string sha256_hex(std::string_view bytes) {
    return to_hex(digest("sha256", bytes));
}

std::string base64_encode(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string base64url_encode(std::string_view bytes) {
    std::string out = base64_encode(bytes);
    while (!out.empty() && out.back() == '=') {
        out.pop_back();
    }
    for (char& c : out) {
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    }
    return out;
}

bool base64_decode(std::string_view text, std::string& out) {
    out.clear();
    if (text.size() % 4 != 0) {
        return false;
    }
    out.resize(text.size() / 4 * 3);
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text), static_cast<int>(text.size()));
    if (size < 0) {
        out.clear();
        return false;
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    out.resize(static_cast<std::size_t>(size) - padding);
    return true;
}

std::string random_bytes(std::size_t size) {
    std::string out(size, '\0');
    const int done = RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(size));
    LEVADA_ASSERT(done == 1);
    return out;
}

std::string make_uuid(std::string_view random16) {
    LEVADA_ASSERT(random16.size() == 16);
    std::string bytes(random16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x40U);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
    const std::string hex = to_hex(bytes);
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
           hex.substr(20);
}

}  // namespace levada
