#include "text_case.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "levada/base/ascii.h"
#include "levada/jinja/template.h"

namespace levada::airbyte {

namespace {

/// ASCII spellings of U+00A0 to U+017F, as PyPI anyascii 0.3.3 writes them.
constexpr auto kLatin = std::to_array<std::string_view>({
    " ",  "!", "c", "GBP", "$", "Y",  "|",  "S",  "\"", "(C)", "a",   "<<",  "!", "",   "(R)", "-", "deg", "+-", "2",
    "3",  "'", "u", "P",   "-", ",",  "1",  "o",  ">>", "1/4", "1/2", "3/4", "?", "A",  "A",   "A", "A",   "A",  "A",
    "Ae", "C", "E", "E",   "E", "E",  "I",  "I",  "I",  "I",   "D",   "N",   "O", "O",  "O",   "O", "O",   "*",  "O",
    "U",  "U", "U", "U",   "Y", "Th", "ss", "a",  "a",  "a",   "a",   "a",   "a", "ae", "c",   "e", "e",   "e",  "e",
    "i",  "i", "i", "i",   "d", "n",  "o",  "o",  "o",  "o",   "o",   "/",   "o", "u",  "u",   "u", "u",   "y",  "th",
    "y",  "A", "a", "A",   "a", "A",  "a",  "C",  "c",  "C",   "c",   "C",   "c", "C",  "c",   "D", "d",   "D",  "d",
    "E",  "e", "E", "e",   "E", "e",  "E",  "e",  "E",  "e",   "G",   "g",   "G", "g",  "G",   "g", "G",   "g",  "H",
    "h",  "H", "h", "I",   "i", "I",  "i",  "I",  "i",  "I",   "i",   "I",   "i", "IJ", "ij",  "J", "j",   "K",  "k",
    "q",  "L", "l", "L",   "l", "L",  "l",  "L",  "l",  "L",   "l",   "N",   "n", "N",  "n",   "N", "n",   "'n", "Ng",
    "ng", "O", "o", "O",   "o", "O",  "o",  "Oe", "oe", "R",   "r",   "R",   "r", "R",  "r",   "S", "s",   "S",  "s",
    "S",  "s", "S", "s",   "T", "t",  "T",  "t",  "T",  "t",   "U",   "u",   "U", "u",  "U",   "u", "U",   "u",  "U",
    "u",  "U", "u", "W",   "w", "Y",  "y",  "Y",  "Z",  "z",   "Z",   "z",   "Z", "z",  "s",
});
constexpr std::uint32_t kLatinFirst = 0xA0;

struct Spelling {
    std::uint32_t code_point;
    std::string_view ascii;
};
/// Further characters that field names have now and then.
constexpr auto kOthers = std::to_array<Spelling>({
    {0x2010, "-"},  {0x2011, "-"},   {0x2012, "-"}, {0x2013, "-"},  {0x2014, "-"},   {0x2015, "-"},
    {0x2018, "'"},  {0x2019, "'"},   {0x201A, "'"}, {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""},
    {0x2022, "*"},  {0x2026, "..."}, {0x2032, "'"}, {0x2033, "''"}, {0x20AC, "EUR"}, {0x2116, "No"},
    {0x2122, "TM"}, {0x2003, " "},   {0x2009, " "}, {0x200B, ""},   {0xFEFF, ""},
});

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t lead = byte(at);
    const std::size_t size = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    std::uint32_t value = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
        value = (value << 6U) | (byte(at + i) & 0x3FU);
    }
    at += std::min(size, text.size() - at);
    return value;
}

Result<std::string> to_ascii(std::string_view text) {
    std::string ascii;
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t c = next_code_point(text, at);
        const auto other =
            std::find_if(kOthers.begin(), kOthers.end(), [c](const auto& s) { return s.code_point == c; });
        if (c < 0x80U) {
            ascii += static_cast<char>(c);
        } else if (c >= kLatinFirst && c < kLatinFirst + kLatin.size()) {
            ascii += kLatin[c - kLatinFirst];
        } else if (other != kOthers.end()) {
            ascii += other->ascii;
        } else {
            return Error(ErrorCode::unsupported,
                         "KeysToSnakeCase: the field name \"" + std::string(text) +
                             "\" has a character without a known ASCII spelling");
        }
    }
    return ascii;
}

/// Capitals with the small letters behind them, small letters, digits; anything else gives an empty token.
std::vector<std::string> tokens_of(std::string_view key) {
    std::vector<std::string> tokens;
    std::size_t at = 0;
    const auto take = [&](bool (*is_kind)(char)) {
        const std::size_t begin = at;
        while (at < key.size() && is_kind(key[at])) {
            ++at;
        }
        return key.substr(begin, at - begin);
    };
    while (at < key.size()) {
        if (is_ascii_upper(key[at])) {
            std::string token(take(is_ascii_upper));
            token += take(is_ascii_lower);
            tokens.push_back(std::move(token));
        } else if (is_ascii_lower(key[at])) {
            tokens.emplace_back(take(is_ascii_lower));
        } else if (is_ascii_digit(key[at])) {
            tokens.emplace_back(take(is_ascii_digit));
        } else {
            take([](char c) { return !is_ascii_upper(c) && !is_ascii_lower(c) && !is_ascii_digit(c); });
            tokens.emplace_back();
        }
    }
    return tokens;
}

/// Empty tokens count at both ends only; a name must not start with a digit.
void filter_tokens(std::vector<std::string>& tokens) {
    if (tokens.size() >= 3) {
        tokens.erase(std::remove(tokens.begin() + 1, tokens.end() - 1, std::string()), tokens.end() - 1);
    }
    if (!tokens.empty() && !tokens.front().empty() && is_ascii_digit(tokens.front().front())) {
        tokens.insert(tokens.begin(), std::string());
    }
}

}  // namespace

std::string lower_case(std::string_view text) {
    if (is_ascii(text)) {
        std::string lowered(text);
        std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char c) {
            return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return lowered;
    }
    static const auto* const kLower =
        new Result<jinja::Template>(jinja::Template::compile("{{ text | lower }}", jinja::Environment::plain()));
    jinja::Context context;
    context.set("text", jinja::Value::borrowed(text));
    const Result<std::string> lowered = (*kLower)->render(context);
    return lowered.has_value() ? *lowered : std::string(text);
}

Result<std::string> snake_case(std::string_view key) {
    LEVADA_TRY(const std::string ascii, to_ascii(key));
    std::vector<std::string> tokens = tokens_of(ascii);
    filter_tokens(tokens);
    std::string made;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        made += i == 0 ? "" : "_";
        made += lower_case(tokens[i]);
    }
    return made;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string made;
    if (from.empty()) {  // Python puts the new text around every character.
        made += to;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            next_code_point(text, at);
            made += text.substr(begin, at - begin);
            made += to;
        }
        return made;
    }
    std::size_t at = 0;
    for (std::size_t hit = text.find(from); hit != std::string_view::npos; hit = text.find(from, at)) {
        made += text.substr(at, hit - at);
        made += to;
        at = hit + from.size();
    }
    made += text.substr(at);
    return made;
}

}  // namespace levada::airbyte
