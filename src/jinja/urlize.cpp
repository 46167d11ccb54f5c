#include "urlize.h"

#include "unicode.h"

#include <algorithm>
#include <array>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::jinja {

namespace {

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}
bool ends_with(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}
bool is_host_part(char c) {
    return is_ascii_alphanumeric(c) || c == '_' || c == '%' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

/// An optional port and an optional path, then the end.
bool is_rest(std::string_view rest) {
    if (starts_with(rest, ":")) {
        std::size_t digits = 1;
        while (digits < rest.size() && is_ascii_digit(rest[digits])) {
            ++digits;
        }
        if (digits == 1 || digits > 6) {
            return false;
        }
        rest.remove_prefix(digits);
    }
    return rest.empty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

/// The labels of a host at the front of `text`, dots between them; `rest` is what follows.
std::vector<std::string_view> take_labels(std::string_view text, std::string_view& rest) {
    std::vector<std::string_view> labels;
    std::size_t start = 0;
    for (;;) {
        std::size_t end = start;
        while (end < text.size() && is_host_part(text[end])) {
            ++end;
        }
        labels.push_back(text.substr(start, end - start));
        if (end >= text.size() || text[end] != '.') {
            rest = text.substr(end);
            return labels;
        }
        start = end + 1;
    }
}

bool are_filled(const std::vector<std::string_view>& labels) {
    return std::none_of(labels.begin(), labels.end(), [](std::string_view label) { return label.empty(); });
}

bool is_top_level(std::string_view label) {
    const std::string lower = to_lower(label);
    if (starts_with(lower, "xn--")) {
        return label.size() >= 6 && label.size() <= 63;
    }
    return label.size() >= 2 && label.size() <= 63 && std::all_of(label.begin(), label.end(), is_ascii_letter);
}

bool is_ipv4(const std::vector<std::string_view>& labels) {
    return labels.size() == 4 && std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
               return !label.empty() && label.size() <= 3 && std::all_of(label.begin(), label.end(), is_ascii_digit);
           });
}

bool is_ipv6(std::string_view text, std::string_view& rest) {
    const std::size_t end = text.find(']');
    if (!starts_with(text, "[") || end == std::string_view::npos) {
        return false;
    }
    const std::string_view inside = text.substr(1, end - 1);
    rest = text.substr(end + 1);
    const auto colons = std::count(inside.begin(), inside.end(), ':');
    return colons >= 2 && std::all_of(inside.begin(), inside.end(), [](char c) {
               return c == ':' || is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

/// What follows a scheme or www.
bool is_host_and_rest(std::string_view text, bool may_be_address) {
    std::string_view rest;
    const std::vector<std::string_view> labels = take_labels(text, rest);
    if (are_filled(labels) && is_top_level(labels.back()) && is_rest(rest)) {
        return true;
    }
    if (!may_be_address) {
        return false;
    }
    return (is_ipv4(labels) && is_rest(rest)) || (is_ipv6(text, rest) && is_rest(rest));
}

/// A host of one of the well-known top level domains without any scheme.
bool is_bare_host(std::string_view word) {
    constexpr std::array<std::string_view, 8> kKnown = {"com", "net", "int", "edu", "gov", "org", "info", "mil"};
    std::string_view rest;
    const std::vector<std::string_view> labels = take_labels(word, rest);
    const bool sizes_fit = std::all_of(labels.begin(), labels.end() - 1, [](std::string_view label) {
        return label.size() >= 2 && label.size() <= 63;
    });
    return labels.size() > 1 && sizes_fit &&
           std::find(kKnown.begin(), kKnown.end(), to_lower(labels.back())) != kKnown.end() && is_rest(rest);
}

bool is_url(std::string_view word) {
    const std::string lower = to_lower(word);
    const std::size_t scheme = starts_with(lower, "https://") ? 8 : starts_with(lower, "http://") ? 7 : 0;
    const std::size_t www = scheme == 0 && starts_with(lower, "www.") ? 4 : 0;
    if (scheme + www != 0 && is_host_and_rest(word.substr(scheme + www), scheme != 0)) {
        return true;
    }
    return is_bare_host(word);
}

/// Something, an at sign, a word and more words, with a dot in front of the last.
bool is_mail(std::string_view word) {
    const std::size_t at = word.rfind('@');
    if (at == std::string_view::npos || at == 0) {
        return false;
    }
    const std::string_view host = word.substr(at + 1);
    const std::size_t dot = host.rfind('.');
    const auto is_word_char = [](char c) {
        return is_ascii_alphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    if (dot == std::string_view::npos || dot == 0 || dot + 1 >= host.size() || !is_word_char(host[0])) {
        return false;
    }
    return std::all_of(host.begin(), host.end(), [&](char c) { return is_word_char(c) || c == '.' || c == '-'; }) &&
           std::all_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(), is_word_char);
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

/// A word without the brackets and punctuation around it.
struct TrimmedWord {
    std::string_view head;
    std::string_view middle;
    std::string_view tail;
};

std::size_t head_size(std::string_view word) {
    std::size_t size = 0;
    while (size < word.size()) {
        if (word[size] == '(' || word[size] == '<') {
            ++size;
        } else if (starts_with(word.substr(size), "&lt;")) {
            size += 4;
        } else {
            break;
        }
    }
    return size;
}

std::size_t tail_start(std::string_view word) {
    std::size_t start = word.size();
    while (start > 0) {
        if (std::string_view(")>.,\n").find(word[start - 1]) != std::string_view::npos) {
            --start;
        } else if (ends_with(word.substr(0, start), "&gt;")) {
            start -= 4;
        } else {
            break;
        }
    }
    return start;
}

TrimmedWord trimmed(std::string_view word) {
    TrimmedWord result;
    const std::size_t head = head_size(word);
    result.head = word.substr(0, head);
    word.remove_prefix(head);
    std::size_t tail = tail_start(word);
    constexpr std::pair<std::string_view, std::string_view> kPairs[] = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
    for (const auto& [opening, closing] : kPairs) {
        const std::size_t opened = count_of(word.substr(0, tail), opening);
        if (opened <= count_of(word.substr(0, tail), closing)) {
            continue;
        }
        const std::size_t moves = std::min(opened, count_of(word.substr(tail), closing));
        for (std::size_t i = 0; i < moves; ++i) {
            tail = word.find(closing, tail) + closing.size();
        }
    }
    result.middle = word.substr(0, tail);
    result.tail = word.substr(tail);
    return result;
}

std::string shown_text(std::string_view url, const UrlizeOptions& options) {
    if (options.shown_size_max && count_code_points(url) > *options.shown_size_max) {
        return std::string(url.substr(0, offset_of(url, *options.shown_size_max))) + "...";
    }
    return std::string(url);
}

std::string linked(std::string_view word, const UrlizeOptions& options) {
    std::string text(word);
    if (is_url(word)) {
        const bool has_scheme = starts_with(word, "https://") || starts_with(word, "http://");
        return "<a href=\"" + std::string(has_scheme ? "" : "https://") + text + "\"" + options.attributes + ">" +
               shown_text(word, options) + "</a>";
    }
    if (starts_with(word, "mailto:") && is_mail(word.substr(7))) {
        return "<a href=\"" + text + "\">" + text.substr(7) + "</a>";
    }
    const bool may_be_mail = word.find('@') != std::string_view::npos && !starts_with(word, "www.") &&
                             !starts_with(word, "@") && word.find(':') == std::string_view::npos;
    if (may_be_mail) {
        return is_mail(word) ? "<a href=\"mailto:" + text + "\">" + text + "</a>" : text;
    }
    for (const std::string& scheme : options.extra_schemes) {
        if (text != scheme && starts_with(word, scheme)) {
            std::string link = "<a href=\"";
            link.append(word).append("\"").append(options.attributes).append(">").append(word).append("</a>");
            return link;
        }
    }
    return text;
}

}  // namespace

std::string urlized(std::string_view escaped, const UrlizeOptions& options) {
    std::string out;
    std::size_t start = 0;
    while (start < escaped.size()) {
        std::size_t end = start;
        std::size_t next = start;
        const bool is_blank = is_space(decode_utf8(escaped, next));
        while (end < escaped.size()) {
            next = end;
            if (is_space(decode_utf8(escaped, next)) != is_blank) {
                break;
            }
            end = next;
        }
        const std::string_view word = escaped.substr(start, end - start);
        if (is_blank) {
            out += word;
        } else {
            const TrimmedWord parts = trimmed(word);
            out += parts.head;
            out += linked(parts.middle, options);
            out += parts.tail;
        }
        start = end;
    }
    return out;
}

}  // namespace levada::jinja
