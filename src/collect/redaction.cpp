#include "levada/collect/redaction.h"

#include <algorithm>
#include <array>

#include "levada/base/hash.h"
#include "levada/base/json.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {
namespace {

constexpr std::size_t kSecretSizeBytesMin = 4;
constexpr std::size_t kExpirySizeBytesMax = 40;
constexpr std::array<std::string_view, 12> kTellingParts = {"token",
                                                            "secret",
                                                            "password",
                                                            "passwd",
                                                            "api-key",
                                                            "api_key",
                                                            "apikey",
                                                            "auth",
                                                            "session",
                                                            "signature",
                                                            "credential",
                                                            "cookie"};
constexpr std::array<std::string_view, 4> kTellingNames = {"key", "sig", "pwd", "assertion"};
// A token of these kinds says where the next page begins: without it a recording could not be replayed.
constexpr std::array<std::string_view, 7> kPagingParts = {"page", "next", "continu", "cursor", "sync", "skip", "delta"};
constexpr std::array<std::string_view, 6> kHarmlessNames = {
    "www-authenticate", "proxy-authenticate", "token_type", "tokentype", "author", "authors"};
constexpr std::array<std::string_view, 4> kAuthenticationFields = {
    "grant_type", "client_secret", "refresh_token", "password"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

template <typename Parts>
bool has_part(const Parts& parts, std::string_view name) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return name.find(part) != name.npos; });
}

bool is_harmless_name(std::string_view lower) {
    const bool is_paging = has_part(kPagingParts, lower) && lower.find("access") == lower.npos;
    return is_paging || holds(kHarmlessNames, lower) || lower.starts_with("accept-") || lower.starts_with("content-");
}

// Replaces the values of telling parameters in `a=1&b=2`; a part without `=` stays.
std::string redact_pairs(std::string_view pairs) {
    std::string out;
    out.reserve(pairs.size());
    for (const std::string_view pair : split(pairs, '&')) {
        out.append(out.empty() && pair.data() == pairs.data() ? "" : "&");
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || !Redaction::is_telling_name(percent_decode(pair.substr(0, equals)))) {
            out.append(pair);
            continue;
        }
        out.append(pair.substr(0, equals + 1)).append(kRedacted);
    }
    return out;
}

enum class Strictness : std::uint8_t { telling_names, every_text };

// When a token ends is no secret, and without it a recording could not be replayed.
bool is_expiry(const std::string& lower_name, const std::string& value) {
    return lower_name.find("expir") != std::string::npos && value.size() <= kExpirySizeBytesMax &&
           (parse_double(value).has_value() || parse_rfc3339(value).has_value());
}

bool is_redacted_member(const Json::Member& member, Strictness strictness) {
    const std::string lower = to_lower(member.key);
    if (strictness == Strictness::every_text && member.value.is_string()) {
        return lower != "scope" && !is_harmless_name(lower) && !is_expiry(lower, member.value.as_string());
    }
    const bool is_credential = member.value.is_string() || member.value.is_number();
    return is_credential && Redaction::is_telling_name(lower);
}

void redact_json(Json& value, Strictness strictness) {
    if (value.is_array()) {
        for (Json& item : value.as_array()) {
            if (item.is_string() && strictness == Strictness::every_text) {
                item = kRedacted;
            }
            redact_json(item, strictness);
        }
    } else if (value.is_object()) {
        for (Json::Member& member : value.as_object()) {
            if (is_redacted_member(member, strictness)) {
                member.value = kRedacted;
            }
            redact_json(member.value, strictness);
        }
    }
}

bool looks_like_json(std::string_view body) {
    return trim(body).starts_with('{') || trim(body).starts_with('[');
}

}  // namespace

Redaction::Redaction(const std::vector<Secret>& secrets) {
    const auto add = [this](std::string secret) {
        const bool is_known = std::any_of(
            replacements_.begin(), replacements_.end(), [&](const auto& entry) { return entry.first == secret; });
        if (secret.size() >= kSecretSizeBytesMin && !is_known) {
            replacements_.emplace_back(std::move(secret), kRedacted);
        }
    };
    for (const Secret& secret : secrets) {
        add(secret.reveal());
        add(percent_encode(secret.reveal()));
        std::string json_text;
        append_json_string(json_text, secret.reveal());
        add(json_text.substr(1, json_text.size() - 2));
    }
    // A secret that holds another one is replaced first, so that no rest of it stays.
    std::stable_sort(replacements_.begin(), replacements_.end(), [](const auto& a, const auto& b) {
        return a.first.size() > b.first.size();
    });
}

bool Redaction::is_telling_name(std::string_view name) {
    const std::string lower = to_lower(name);
    if (is_harmless_name(lower)) {
        return false;
    }
    return holds(kTellingNames, lower) || has_part(kTellingParts, lower);
}

std::string Redaction::text(std::string_view text) const {
    std::string out(text);
    for (const auto& [secret, replacement] : replacements_) {
        if (out.find(secret) != std::string::npos) {
            out = replace_all(std::move(out), secret, replacement);
        }
    }
    return out;
}

std::string Redaction::query(std::string_view query) const {
    return text(redact_pairs(query));
}

std::string Redaction::url(std::string_view url) const {
    std::string out(url);
    const std::size_t authority = out.find("://");
    if (authority != std::string::npos) {
        const std::size_t end = out.find_first_of("/?#", authority + 3);
        const std::size_t at = out.rfind('@', end);
        if (at != std::string::npos && at > authority) {
            out.replace(authority + 3, at - authority - 3, kRedacted);
        }
    }
    const std::size_t question = out.find('?');
    if (question == std::string::npos) {
        return text(out);
    }
    const std::size_t hash = std::min(out.find('#', question), out.size());
    const std::string tail = out.substr(hash);
    return text(out.substr(0, question + 1) +
                redact_pairs(std::string_view(out).substr(question + 1, hash - question - 1)) + tail);
}

HttpHeaders Redaction::headers(const HttpHeaders& headers) const {
    HttpHeaders out;
    for (const auto& [name, value] : headers.fields()) {
        out.add(name, is_telling_name(name) ? std::string(kRedacted) : text(value));
    }
    return out;
}

bool Redaction::is_authentication(const HttpRequest& request) const {
    if (request.is_authentication) {
        return true;
    }
    return request.body.has_value() && has_part(kAuthenticationFields, *request.body);
}

std::string Redaction::authentication_request_body(std::string_view body) const {
    if (looks_like_json(body)) {
        Result<Json> parsed = parse_json(body);
        if (!parsed.has_value()) {
            return std::string(kRedacted);
        }
        redact_json(*parsed, Strictness::telling_names);
        return text(parsed->dump());
    }
    return query(body);
}

std::string Redaction::authentication_response_body(std::string_view body) const {
    Result<Json> parsed = parse_json(body);
    if (body.empty()) {
        return {};
    }
    if (!parsed.has_value() || !looks_like_json(body)) {
        return std::string(kRedacted);
    }
    redact_json(*parsed, Strictness::every_text);
    return parsed->dump();
}

}  // namespace levada
