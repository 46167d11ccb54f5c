#include "config_secrets.h"

#include <algorithm>
#include <array>

#include "levada/base/secret.h"
#include "levada/base/text.h"

namespace levada::programs {

namespace {

/// Shorter texts would blot out ordinary words.
constexpr std::size_t kSecretBytesMin = 4;
constexpr std::array<std::string_view, 9> kSecretWords = {
    "secret", "token", "password", "passwd", "passphrase", "api_key", "apikey", "private_key", "credential"};

bool sounds_secret(std::string_view key) {
    const std::string lower = to_lower(key);
    return lower == "key" || std::any_of(kSecretWords.begin(), kSecretWords.end(), [&](std::string_view word) {
               return lower.find(word) != std::string::npos;
           });
}

enum class Sounds : std::uint8_t { plain, secret };

void add_by_name(const Json& value, Sounds sounds, std::vector<std::string>& found) {
    if (value.is_string()) {
        if (sounds == Sounds::secret) {
            found.push_back(value.as_string());
        }
    } else if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            add_by_name(item, sounds, found);
        }
    } else if (value.is_object()) {
        for (const Json::Member& member : value.as_object()) {
            add_by_name(member.value, sounds_secret(member.key) ? Sounds::secret : Sounds::plain, found);
        }
    }
}

/// Follows the schema's properties and alternatives into the configuration.
void add_by_schema(const Json& value, const Json& schema, std::vector<std::string>& found) {
    if (schema.boolean_or("airbyte_secret", false)) {
        add_by_name(value, Sounds::secret, found);
        return;
    }
    for (const char* key : {"oneOf", "anyOf", "allOf"}) {
        const Json* alternatives = schema.find(key);
        if (alternatives != nullptr && alternatives->is_array()) {
            for (const Json& one : alternatives->as_array()) {
                add_by_schema(value, one, found);
            }
        }
    }
    const Json* properties = schema.find("properties");
    if (properties != nullptr && properties->is_object() && value.is_object()) {
        for (const Json::Member& member : value.as_object()) {
            if (const Json* property = properties->find(member.key)) {
                add_by_schema(member.value, *property, found);
            }
        }
    }
    const Json* items = schema.find("items");
    if (items != nullptr && value.is_array()) {
        for (const Json& item : value.as_array()) {
            add_by_schema(item, *items, found);
        }
    }
}

}  // namespace

std::vector<std::string> config_secrets(const Json& config, const Json* specification) {
    std::vector<std::string> found;
    add_by_name(config, Sounds::plain, found);
    if (specification != nullptr) {
        add_by_schema(config, *specification, found);
    }
    std::erase_if(found, [](const std::string& text) { return text.size() < kSecretBytesMin; });
    // Longest first: a secret inside a longer one must not spoil it.
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::string without_secrets(std::string_view text, const std::vector<std::string>& secrets) {
    std::string shown(text);
    for (const std::string& secret : secrets) {
        shown = replace_all(std::move(shown), secret, Secret::redacted());
    }
    return shown;
}

}  // namespace levada::programs
