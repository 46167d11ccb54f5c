#include "stop_condition_safety.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace levada::airbyte {
namespace {

constexpr std::string_view kCount = "last_page_size";

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The place behind the word, number, text or sign at `at`.
std::size_t end_of_token(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (is_word(c)) {
        std::size_t end = at + 1;
        while (end < text.size() && is_word(text[end])) {
            ++end;
        }
        return end;
    }
    if (c == '\'' || c == '"') {
        return std::min(text.find(c, at + 1), text.size() - 1) + 1;
    }
    constexpr std::array<std::string_view, 8> kLongSigns{"<=", ">=", "==", "!=", "{{", "{%", "%}", "}}"};
    const bool is_long = std::find(kLongSigns.begin(), kLongSigns.end(), text.substr(at, 2)) != kLongSigns.end();
    return at + (is_long ? 2 : 1);
}

/// The words, numbers, texts and signs of a template, without blanks.
std::vector<std::string_view> tokens_of(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_token(text, at);
        if (std::isspace(static_cast<unsigned char>(text[at])) == 0) {
            tokens.push_back(text.substr(at, end - at));
        }
        at = end;
    }
    return tokens;
}

/// True when a bracket that is open at `place` was opened behind a `not`.
bool is_negated(const std::vector<std::string_view>& tokens, std::size_t place) {
    int depth = 0;
    for (std::size_t i = place; i > 0; --i) {
        const std::string_view token = tokens[i - 1];
        depth += token == ")" ? 1 : token == "(" ? -1 : 0;
        if (token == "not" && (depth < 0 || i == place)) {
            return true;
        }
    }
    return false;
}

/// Whether a full page can be below `bound` after a reduction; `or_equal` for <= and >=.
bool is_unsafe_bound(std::string_view bound, bool or_equal, std::int64_t size_min) {
    if (bound == "page_size") {
        return false;
    }
    if (bound.empty() || std::isdigit(static_cast<unsigned char>(bound.front())) == 0) {
        return true;
    }
    const std::int64_t number = std::strtoll(std::string(bound).c_str(), nullptr, 10);
    return number + (or_equal ? 1 : 0) > size_min;
}

std::string_view at(const std::vector<std::string_view>& tokens, std::size_t place) {
    return place < tokens.size() ? tokens[place] : std::string_view();
}

/// Where the comparison goes on behind `last_page_size`, `last_page_size | int` and either in brackets.
std::size_t behind_count(const std::vector<std::string_view>& tokens, std::size_t place) {
    std::size_t next = place + 1;
    if (at(tokens, next) == "|" && at(tokens, next + 1) == "int") {
        next += 2;
    }
    return at(tokens, next) == ")" && place > 0 && tokens[place - 1] == "(" ? next + 1 : next;
}

}  // namespace

bool stops_on_reduced_page(std::string_view condition, std::int64_t size_min) {
    const std::vector<std::string_view> tokens = tokens_of(condition);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i] != kCount || is_negated(tokens, i)) {
            continue;
        }
        const std::size_t next = behind_count(tokens, i);
        const std::string_view sign = at(tokens, next);
        if ((sign == "<" || sign == "<=") && is_unsafe_bound(at(tokens, next + 1), sign == "<=", size_min)) {
            return true;
        }
        const std::size_t first = i > 0 && tokens[i - 1] == "(" ? i - 1 : i;
        const std::string_view before = first > 0 ? tokens[first - 1] : std::string_view();
        if ((before == ">" || before == ">=") && first > 1 &&
            is_unsafe_bound(tokens[first - 2], before == ">=", size_min)) {
            return true;
        }
    }
    return false;
}

}  // namespace levada::airbyte
