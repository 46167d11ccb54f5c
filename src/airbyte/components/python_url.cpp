#include "python_url.h"

#include <array>
#include <optional>
#include <vector>

#include "levada/airbyte/components/interpolation.h"
#include "levada/base/ascii.h"
#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada::airbyte {
namespace {

constexpr std::string_view kSubDelimiters = "!$&'()*+,;=";
constexpr std::string_view kPathExtra = "!$&'()*+,;=:@/";
constexpr std::string_view kQueryExtra = "!$&'()*+,;=:@/?";
/// Characters that requests leaves alone in a finished URL. Source: requests.utils.requote_uri.
constexpr std::string_view kRequoteSafe = "!#$%&'()*+,/:;=?@[]~";

bool is_unreserved(char c) {
    return is_ascii_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '~';
}

bool is_escape_at(std::string_view text, std::size_t i) {
    return i + 2 < text.size() && text[i] == '%' && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
}

char decoded_at(std::string_view text, std::size_t i) {
    return static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
}

/// A URL cut as Python's urlsplit does, without judging it.
struct Parts {
    std::string scheme;
    std::string authority;
    std::string path;
    std::optional<std::string> query;
    std::optional<std::string> fragment;
    bool has_authority = false;
};

std::size_t scheme_size(std::string_view text) {
    if (text.empty() || !is_ascii_letter(text.front())) {
        return 0;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == ':') {
            return i;
        }
        if (!is_ascii_alphanumeric(text[i]) && text[i] != '+' && text[i] != '-' && text[i] != '.') {
            return 0;
        }
    }
    return 0;
}

/// Blanks and control characters in front, and line breaks and tabs anywhere, are dropped. Source: urlsplit.
std::string cleaned(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20U) {
        text.remove_prefix(1);
    }
    std::string out;
    for (const char c : text) {
        if (c != '\t' && c != '\r' && c != '\n') {
            out += c;
        }
    }
    return out;
}

Parts split_url(std::string_view text) {
    Parts parts;
    if (const std::size_t size = scheme_size(text); size > 0) {
        parts.scheme = to_lower(text.substr(0, size));
        text.remove_prefix(size + 1);
    }
    if (text.substr(0, 2) == "//") {
        text.remove_prefix(2);
        const std::size_t end = text.find_first_of("/?#");
        parts.authority = std::string(text.substr(0, end));
        parts.has_authority = true;
        text = end == std::string_view::npos ? std::string_view() : text.substr(end);
    }
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
        parts.fragment = std::string(text.substr(hash + 1));
        text = text.substr(0, hash);
    }
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        parts.query = std::string(text.substr(mark + 1));
        text = text.substr(0, mark);
    }
    parts.path = std::string(text);
    return parts;
}

/// Python's urlunsplit: empty query and fragment vanish.
std::string unsplit(const Parts& parts) {
    std::string url = parts.scheme.empty() ? "" : parts.scheme + ":";
    if (!parts.authority.empty()) {
        url += "//" + parts.authority;
        if (!parts.path.empty() && parts.path.front() != '/') {
            url += '/';
        }
    }
    url += parts.path;
    if (parts.query && !parts.query->empty()) {
        url += "?" + *parts.query;
    }
    if (parts.fragment && !parts.fragment->empty()) {
        url += "#" + *parts.fragment;
    }
    return url;
}

std::vector<std::string_view> segments_of(std::string_view base_path, std::string_view path) {
    std::vector<std::string_view> segments;
    if (!path.empty() && path.front() == '/') {
        return split(path, '/');
    }
    segments = split(base_path, '/');
    if (!segments.back().empty()) {
        segments.pop_back();
    }
    for (const std::string_view segment : split(path, '/')) {
        segments.push_back(segment);
    }
    std::vector<std::string_view> kept;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (i == 0 || i + 1 == segments.size() || !segments[i].empty()) {
            kept.push_back(segments[i]);
        }
    }
    return kept;
}

std::string resolved_path(const std::vector<std::string_view>& segments) {
    std::vector<std::string> resolved;
    for (const std::string_view segment : segments) {
        if (segment == "..") {
            if (!resolved.empty()) {
                resolved.pop_back();
            }
        } else if (segment != ".") {
            resolved.emplace_back(segment);
        }
    }
    if (segments.back() == "." || segments.back() == "..") {
        resolved.emplace_back();
    }
    std::string path = join(resolved, "/");
    return path.empty() ? "/" : path;
}

bool is_web_scheme(std::string_view scheme) {
    return scheme == "http" || scheme == "https";
}

/// Source: urllib3.util.url._encode_invalid_chars: percent signs are kept only when each of them begins an escape.
std::string encode_invalid(std::string_view text, std::string_view extra) {
    bool is_all_escapes = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        is_all_escapes = is_all_escapes && (text[i] != '%' || is_escape_at(text, i));
    }
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_escape_at(text, i)) {
            append_escaped(out, is_all_escapes ? decoded_at(text, i) : '%');
            if (!is_all_escapes) {
                out += static_cast<char>(std::toupper(text[i + 1]));
                out += static_cast<char>(std::toupper(text[i + 2]));
            }
            i += 2;
        } else if (is_unreserved(c) || extra.find(c) != std::string_view::npos) {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

/// Source: requests.utils.requote_uri.
std::string requoted(std::string_view url) {
    std::string out;
    for (std::size_t i = 0; i < url.size(); ++i) {
        const char c = url[i];
        if (is_escape_at(url, i) && is_unreserved(decoded_at(url, i))) {
            out += decoded_at(url, i);
            i += 2;
        } else if (is_unreserved(c) || kRequoteSafe.find(c) != std::string_view::npos) {
            out += c;
        } else {
            append_escaped(out, c);
        }
    }
    return out;
}

/// Source: urllib3.util.url._remove_path_dot_segments.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string> kept;
    for (const std::string_view segment : split(path, '/')) {
        if (segment == ".") {
            continue;
        }
        if (segment != "..") {
            kept.emplace_back(segment);
        } else if (!kept.empty()) {
            kept.pop_back();
        }
    }
    if (!path.empty() && path.front() == '/' && (kept.empty() || !kept.front().empty())) {
        kept.insert(kept.begin(), "");
    }
    if (path.ends_with("/.") || path.ends_with("/..")) {
        kept.emplace_back();
    }
    return join(kept, "/");
}

void append_pair(std::string& out, std::string_view key, const Json& value) {
    if (!out.empty()) {
        out += '&';
    }
    const auto quote_plus = [](std::string_view text) { return replace_all(percent_encode(text, " "), " ", "+"); };
    out += quote_plus(key) + "=" + quote_plus(python_str(value));
}

/// What Python sees when it goes through a value: items of a list, keys of a mapping; else the value itself.
std::vector<Json> iterated(const Json& value) {
    if (value.is_array()) {
        return value.as_array();
    }
    if (!value.is_object()) {
        return {value};
    }
    std::vector<Json> keys;
    for (const Json::Member& member : value.as_object()) {
        keys.emplace_back(member.key);
    }
    return keys;
}

/// One value of a form: a pair for each of what is in it that is not null. Lists and mappings in a list are gone
/// through once more, by urlencode, which prints nulls. Source: requests, _encode_params.
void append_values(std::string& out, std::string_view key, const Json& value) {
    for (const Json& item : iterated(value)) {
        if (item.is_null()) {
            continue;
        }
        for (const Json& part : iterated(item)) {
            append_pair(out, key, part);
        }
    }
}

std::string lower_host(std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) {
        return to_lower(authority);
    }
    const std::string user = encode_invalid(authority.substr(0, at), std::string(kSubDelimiters) + ":");
    return user + "@" + to_lower(authority.substr(at + 1));
}

}  // namespace

std::string url_join(std::string_view base, std::string_view reference) {
    if (base.empty() || reference.empty()) {
        return std::string(base.empty() ? reference : base);
    }
    const Parts from = split_url(cleaned(base));
    Parts to = split_url(cleaned(reference));
    if (to.scheme.empty()) {
        to.scheme = from.scheme;
    }
    if (to.scheme != from.scheme || !(is_web_scheme(to.scheme) || to.scheme.empty())) {
        return std::string(reference);
    }
    if (!to.authority.empty()) {
        return unsplit(to);
    }
    to.authority = from.authority;
    if (to.path.empty()) {
        to.path = from.path;
        if (!to.query || to.query->empty()) {
            to.query = from.query;
        }
        return unsplit(to);
    }
    to.path = resolved_path(segments_of(from.path, to.path));
    return unsplit(to);
}

bool has_foreign_scheme(std::string_view url) {
    return url.find(':') != std::string_view::npos && !to_lower(url).starts_with("http");
}

std::string encode_form(const Json& mapping) {
    std::string out;
    if (!mapping.is_object()) {
        return out;
    }
    for (const Json::Member& member : mapping.as_object()) {
        append_values(out, member.key, member.value);
    }
    return out;
}

Result<std::string> prepare_url(std::string_view url, const Json& params) {
    while (!url.empty() && static_cast<unsigned char>(url.front()) <= 0x20U) {
        url.remove_prefix(1);
    }
    if (has_foreign_scheme(url)) {
        return std::string(url);
    }
    Parts parts = split_url(url);
    if (parts.scheme.empty()) {
        return Error(ErrorCode::invalid_data,
                     "Invalid URL '" + std::string(url) + "': No scheme supplied. Perhaps you meant https://" +
                         std::string(url) + "?");
    }
    if (parts.authority.empty()) {
        return Error(ErrorCode::invalid_data, "Invalid URL '" + std::string(url) + "': No host supplied");
    }
    parts.authority = lower_host(parts.authority);
    parts.path = encode_invalid(without_dot_segments(parts.path), kPathExtra);
    if (parts.path.empty()) {
        parts.path = "/";
    }
    std::string query = parts.query ? encode_invalid(*parts.query, kQueryExtra) : "";
    if (const std::string added = encode_form(params); !added.empty()) {
        query += (query.empty() ? "" : "&") + added;
    }
    parts.query = query;
    if (parts.fragment) {
        parts.fragment = encode_invalid(*parts.fragment, kQueryExtra);
    }
    return requoted(unsplit(parts));
}

Json without_duplicate_params(std::string_view url, const Json& params) {
    const Parts parts = split_url(url);
    if (!parts.query || parts.query->empty() || !params.is_object()) {
        return params;
    }
    Json seen = Json::object();
    for (auto& [key, value] : parse_query(*parts.query)) {
        if (!value.empty() && !seen.contains(key)) {
            seen.set(key, Json(value));
        }
    }
    Json kept = Json::object();
    for (const Json::Member& member : params.as_object()) {
        const Json* in_url = seen.find(member.key);
        if (in_url == nullptr || in_url->as_string() != python_str(member.value)) {
            kept.set(member.key, member.value);
        }
    }
    return kept;
}

}  // namespace levada::airbyte
