#include "levada/collect/politeness_key.h"

#include <algorithm>
#include <utility>

#include "levada/base/hash.h"
#include "levada/base/url.h"
#include "levada/collect/redaction.h"

namespace levada {
namespace {

// Shorter ones are no credentials and would be found everywhere.
constexpr std::size_t kCredentialSizeBytesMin = 4;
constexpr std::size_t kDigestDigits = 16;

using Credential = std::pair<std::string, std::string>;

std::vector<Credential> credentials_of(const HttpRequest& request) {
    std::vector<Credential> credentials;
    for (const auto& [name, value] : request.headers.fields()) {
        if (Redaction::is_telling_name(name)) {
            credentials.emplace_back(name, value);
        }
    }
    const std::size_t question = request.url.find('?');
    if (question != std::string::npos) {
        for (const auto& [name, value] : parse_query(std::string_view(request.url).substr(question + 1))) {
            if (Redaction::is_telling_name(name)) {
                credentials.emplace_back(name, value);
            }
        }
    }
    return credentials;
}

// `Bearer x` without its scheme, `Basic dTpw` as `u:p`.
std::string bare(const std::string& value) {
    const std::size_t blank = value.find(' ');
    if (blank == std::string::npos) {
        return value;
    }
    const std::string rest = value.substr(blank + 1);
    std::string decoded;
    return value.compare(0, blank, "Basic") == 0 && base64_decode(rest, decoded) ? decoded : rest;
}

std::string digest_of(const std::string& text) {
    return sha256_hex(text).substr(0, kDigestDigits);
}

}  // namespace

std::string host_of(const HttpRequest& request) {
    const Result<Url> url = parse_url(request.original_url.empty() ? request.url : request.original_url);
    return url.has_value() ? url->authority() : std::string();
}

PolitenessKeys::PolitenessKeys(const std::vector<Secret>& configured) {
    for (const Secret& secret : configured) {
        if (secret.reveal().size() >= kCredentialSizeBytesMin) {
            configured_.push_back(secret.reveal());
        }
    }
    std::sort(configured_.begin(), configured_.end());
    configured_.erase(std::unique(configured_.begin(), configured_.end()), configured_.end());
    std::string all;
    for (const std::string& secret : configured_) {
        all.append(std::to_string(secret.size())).append(":").append(secret);
    }
    account_ = all.empty() ? all : digest_of(all);
}

bool PolitenessKeys::is_configured(const std::string& credential) const {
    const std::string sent = bare(credential);
    // A list of tokens in one field of the configuration: each of them is a credential of its own.
    return sent.size() >= kCredentialSizeBytesMin &&
           std::any_of(configured_.begin(), configured_.end(), [&sent](const std::string& secret) {
               return sent.find(secret) != std::string::npos || secret.find(sent) != std::string::npos;
           });
}

std::string PolitenessKeys::of(const HttpRequest& request) const {
    std::string host = host_of(request);
    if (request.is_authentication && !account_.empty()) {
        return host + " " + account_;  // As the tokens that it obtains.
    }
    const std::vector<Credential> credentials = credentials_of(request);
    if (credentials.empty()) {
        return host;
    }
    std::string sent;
    bool is_any_configured = configured_.empty();
    for (const auto& [name, value] : credentials) {
        sent.append(name).append("\n").append(value).append("\n");
        is_any_configured = is_any_configured || is_configured(value);
    }
    return host + " " + (is_any_configured ? digest_of(sent) : account_);
}

}  // namespace levada
