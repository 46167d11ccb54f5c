#include "json_numbers.h"

#include "json_scan.h"
#include "json_tokens.h"

#include <charconv>
#include <cstdlib>
#include <limits>

#include "levada/base/civil_text.h"

namespace levada::airbyte {
namespace {

bool is_infinite(std::string_view token) {
    return token == "NaN" || token == "Infinity" || token == "-Infinity";
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
    const bool is_finite =
        value <= std::numeric_limits<double>::max() && value >= std::numeric_limits<double>::lowest();
    return is_finite ? std::optional(python_float_text(value)) : std::nullopt;
}

bool is_scalar_start(char c) {
    return c == '-' || (c >= '0' && c <= '9') || c == 'N' || c == 'I' || c == 't' || c == 'f' || c == 'n';
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
    bool has_infinite = false;
    bool has_big = false;
    for_each_scalar(text, [&](std::string_view token) {
        const bool is_big = is_big_integer(token);
        has_big = has_big || is_big;
        // An integer beyond all floats is refused by orjson as an infinity is.
        has_infinite = has_infinite || is_infinite(token) || (is_big && !float_of(token));
    });
    const bool changes_integers = has_big && !has_infinite && big == BigIntegers::as_floats;
    if (!has_infinite && !changes_integers) {
        return std::nullopt;
    }
    std::string made;
    made.reserve(text.size());
    const char* copied = text.data();
    for_each_scalar(text, [&](std::string_view token) {
        if (!is_infinite(token) && !(changes_integers && is_big_integer(token))) {
            return;
        }
        made.append(copied, token.data());
        made += is_infinite(token) ? "null" : float_of(token).value_or("null");
        copied = token.data() + token.size();
    });
    made.append(copied, text.data() + text.size());
    return made;
}

}  // namespace levada::airbyte
