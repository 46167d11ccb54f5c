#include "json_numbers.h"

#include "json_scan.h"
#include "json_tokens.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "levada/base/ascii.h"
#include "levada/base/civil_text.h"

namespace levada::airbyte {
namespace {

bool is_named_infinity(std::string_view token) {
    return token == "NaN" || token == "Infinity" || token == "-Infinity";
}

/// A float larger than all doubles: infinite for Python, an error for orjson.
bool is_too_large(std::string_view token) {
    const bool is_float = is_ascii_digit(token.back()) && token.find_first_of("eE.") != token.npos;
    return is_float && std::isinf(std::strtod(std::string(token).c_str(), nullptr));
}

bool is_big_integer(std::string_view token) {
    if (token.find_first_not_of("-0123456789") != std::string_view::npos) {
        return false;
    }
    const char* end = token.data() + token.size();
    if (token.front() == '-') {
        std::int64_t value = 0;
        return std::from_chars(token.data(), end, value).ec == std::errc::result_out_of_range;
    }
    std::uint64_t value = 0;
    return std::from_chars(token.data(), end, value).ec == std::errc::result_out_of_range;
}

/// The float nearest to an integer of any size, in Python's words. An infinite one is no float for orjson.
std::optional<std::string> float_of(std::string_view token) {
    const double value = std::strtod(std::string(token).c_str(), nullptr);
    return std::isfinite(value) ? std::optional(python_float_text(value)) : std::nullopt;
}

bool is_scalar_start(char c) {
    return c == '-' || is_ascii_digit(c) || c == 'N' || c == 'I' || c == 't' || c == 'f' || c == 'n';
}

/// Calls `visit(token)` for each number, word and infinity of `text`, in order.
template <class Visit>
void for_each_scalar(std::string_view text, const Visit& visit) {
    const char* at = text.data();
    const char* end = at + text.size();
    while (at < end) {
        if (*at == '"') {
            at = scan::skip_string(at, end);
            continue;
        }
        const char* after = is_scalar_start(*at) ? tokens::after_scalar(at, end) : nullptr;
        if (after != nullptr) {
            visit(std::string_view(at, static_cast<std::size_t>(after - at)));
        }
        at = after == nullptr ? at + 1 : after;
    }
}

}  // namespace

std::optional<std::string> with_cdk_numbers(std::string_view text, BigIntegers big) {
    bool is_for_python = big == BigIntegers::kept;
    bool has_big = false;
    bool has_too_large = false;
    for_each_scalar(text, [&](std::string_view token) {
        const bool is_big = is_big_integer(token);
        const bool is_large = is_too_large(token);
        has_big = has_big || is_big;
        has_too_large = has_too_large || is_large;
        // An integer beyond all floats is refused by orjson as an infinity is.
        is_for_python = is_for_python || is_large || is_named_infinity(token) || (is_big && !float_of(token));
    });
    const bool changes_integers = has_big && !is_for_python;
    if (!changes_integers && !has_too_large) {
        return std::nullopt;
    }
    std::string made;
    made.reserve(text.size());
    const char* copied = text.data();
    for_each_scalar(text, [&](std::string_view token) {
        const bool is_large = is_too_large(token);
        if (!is_large && !(changes_integers && is_big_integer(token))) {
            return;
        }
        made.append(copied, token.data());
        made += is_large ? (token.front() == '-' ? "-Infinity" : "Infinity") : float_of(token).value_or("null");
        copied = token.data() + token.size();
    });
    made.append(copied, text.data() + text.size());
    return made;
}

}  // namespace levada::airbyte
