#include "jwt_sign.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

enum class Scheme : std::uint8_t { hmac, rsa, rsa_pss, ecdsa, eddsa };

struct Algorithm {
    std::string_view name;
    Scheme scheme;
    std::string_view digest;
    std::size_t coordinate_size;
};

constexpr std::array<Algorithm, 14> kAlgorithms = {{
    {"HS256", Scheme::hmac, "sha256", 0},
    {"HS384", Scheme::hmac, "sha384", 0},
    {"HS512", Scheme::hmac, "sha512", 0},
    {"RS256", Scheme::rsa, "sha256", 0},
    {"RS384", Scheme::rsa, "sha384", 0},
    {"RS512", Scheme::rsa, "sha512", 0},
    {"PS256", Scheme::rsa_pss, "sha256", 0},
    {"PS384", Scheme::rsa_pss, "sha384", 0},
    {"PS512", Scheme::rsa_pss, "sha512", 0},
    {"ES256", Scheme::ecdsa, "sha256", 32},
    {"ES256K", Scheme::ecdsa, "sha256", 32},
    {"ES384", Scheme::ecdsa, "sha384", 48},
    {"ES512", Scheme::ecdsa, "sha512", 66},
    {"EdDSA", Scheme::eddsa, "", 0},
}};

struct Release {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Release>;

Error unfit(std::string message) {
    return Error(ErrorCode::invalid_data, "Failed to sign token: " + std::move(message));
}

int give_passphrase(char* buffer, int size, int /*is_writing*/, void* data) {
    const std::string& passphrase = *static_cast<const std::string*>(data);
    const auto count = std::min(passphrase.size(), static_cast<std::size_t>(size));
    std::copy_n(passphrase.begin(), count, buffer);
    return static_cast<int>(count);
}

Result<KeyPointer> load_key(const std::string& pem, std::string passphrase) {
    const std::unique_ptr<BIO, Release> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase));
    if (key == nullptr) {
        return unfit("could not read the private key");
    }
    return key;
}

bool is_key_type(const EVP_PKEY* key, Scheme scheme) {
    const int type = EVP_PKEY_get_base_id(key);
    switch (scheme) {
        case Scheme::rsa:
        case Scheme::rsa_pss:
            return type == EVP_PKEY_RSA;
        case Scheme::ecdsa:
            return type == EVP_PKEY_EC;
        case Scheme::eddsa:
            return type == EVP_PKEY_ED25519 || type == EVP_PKEY_ED448;
        case Scheme::hmac:
            break;
    }
    return false;
}

/// Two numbers of `size` bytes each, in place of the ASN.1 that OpenSSL makes. Source: RFC 7518 section 3.4.
Result<std::string> raw_ecdsa(const std::string& encoded, std::size_t size) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(encoded.data());
    const std::unique_ptr<ECDSA_SIG, Release> signature(
        d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(encoded.size())));
    if (signature == nullptr) {
        return unfit("the signature cannot be read");
    }
    std::string raw(size * 2, '\0');
    auto* out = reinterpret_cast<unsigned char*>(raw.data());
    const int width = static_cast<int>(size);
    if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, width) != width ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + size, width) != width) {
        return unfit("the key's curve does not fit the algorithm");
    }
    return raw;
}

Result<std::string> signed_bytes(EVP_PKEY* key, const Algorithm& algorithm, std::string_view input) {
    const std::unique_ptr<EVP_MD_CTX, Release> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    const EVP_MD* digest =
        algorithm.digest.empty() ? nullptr : EVP_get_digestbyname(std::string(algorithm.digest).c_str());
    if (EVP_DigestSignInit(context.get(), &options, digest, nullptr, key) != 1) {
        return unfit("the key does not fit the algorithm");
    }
    if (algorithm.scheme == Scheme::rsa_pss &&
        (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
        return unfit("the key does not fit the algorithm");
    }
    const auto* data = reinterpret_cast<const unsigned char*>(input.data());
    std::size_t size = 0;
    if (EVP_DigestSign(context.get(), nullptr, &size, data, input.size()) != 1) {
        return unfit("the key does not fit the algorithm");
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data, input.size()) !=
        1) {
        return unfit("signing failed");
    }
    signature.resize(size);
    return signature;
}

bool looks_like_public_key_text(std::string_view key) {
    return key.find("-----BEGIN ") != std::string_view::npos || key.starts_with("ssh-rsa") ||
           key.starts_with("ssh-ed25519");
}

Result<std::string> signature_of(const Algorithm& algorithm,
                                 std::string_view input,
                                 const std::string& key,
                                 const std::string& passphrase) {
    if (algorithm.scheme == Scheme::hmac) {
        if (looks_like_public_key_text(key)) {
            return unfit("an asymmetric key or x509 certificate should not be used as an HMAC secret");
        }
        return hmac(algorithm.digest, key, input);
    }
    LEVADA_TRY(const KeyPointer loaded, load_key(key, passphrase));
    if (!is_key_type(loaded.get(), algorithm.scheme)) {
        return unfit("the key does not fit the algorithm");
    }
    LEVADA_TRY(std::string signature, signed_bytes(loaded.get(), algorithm, input));
    if (algorithm.scheme == Scheme::ecdsa) {
        return raw_ecdsa(signature, algorithm.coordinate_size);
    }
    return signature;
}

void append_unit(std::string& out, std::uint32_t unit) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += kHex[(unit >> static_cast<unsigned>(shift)) & 15U];
    }
}

/// Escapes what JSON text has outside ASCII.
std::string ascii_only(const std::string& json) {
    std::string out;
    for (std::size_t i = 0; i < json.size();) {
        const auto lead = static_cast<unsigned char>(json[i]);
        if (lead < 0x80U) {
            out += json[i++];
            continue;
        }
        const std::size_t count = lead >= 0xF0U ? 4 : (lead >= 0xE0U ? 3 : 2);
        std::uint32_t code = lead & (0xFFU >> (count + 1));
        for (std::size_t k = 1; k < count && i + k < json.size(); ++k) {
            code = (code << 6U) | (static_cast<unsigned char>(json[i + k]) & 0x3FU);
        }
        i += count;
        if (code >= 0x10000U) {
            append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U));
            append_unit(out, 0xDC00U + ((code - 0x10000U) & 0x3FFU));
        } else {
            append_unit(out, code);
        }
    }
    return out;
}

Json sorted(const Json& value) {  // NOLINT(misc-no-recursion): depth is that of the JSON
    if (value.is_array()) {
        Json::Array items;
        for (const Json& item : value.as_array()) {
            items.push_back(sorted(item));
        }
        return Json(std::move(items));
    }
    if (!value.is_object()) {
        return value;
    }
    Json::Object members;
    for (const Json::Member& member : value.as_object()) {
        members.push_back({member.key, sorted(member.value)});
    }
    std::sort(
        members.begin(), members.end(), [](const Json::Member& a, const Json::Member& b) { return a.key < b.key; });
    return Json(std::move(members));
}

}  // namespace

std::string python_json(const Json& value, KeyOrder order) {
    return ascii_only(order == KeyOrder::sorted ? sorted(value).dump() : value.dump());
}

Result<std::string> sign_jwt(const Json& header,
                             const Json& payload,
                             const std::string& key,
                             const std::string& passphrase) {
    const std::string_view name = header.string_or("alg", "");
    const auto* algorithm = std::find_if(
        kAlgorithms.begin(), kAlgorithms.end(), [name](const Algorithm& each) { return each.name == name; });
    if (algorithm == kAlgorithms.end()) {
        return Error(ErrorCode::unsupported, "JWT algorithm \"" + std::string(name) + "\"");
    }
    std::string token = base64url_encode(python_json(header, KeyOrder::sorted)) + "." +
                        base64url_encode(python_json(payload, KeyOrder::kept));
    LEVADA_TRY(const std::string signature, signature_of(*algorithm, token, key, passphrase));
    return token + "." + base64url_encode(signature);
}

}  // namespace levada::airbyte
