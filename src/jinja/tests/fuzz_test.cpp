#include "fuzz_input.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

constexpr std::uint64_t kSeed = 20240607;
constexpr int kRuns = 3000;

constexpr std::string_view kPieces[] = {
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "+",
    " ",
    "\n",
    "if",
    "else",
    "endif",
    "for",
    "in",
    "endfor",
    "set",
    "endset",
    "macro",
    "m",
    "endmacro",
    "call",
    "endcall",
    "with",
    "endwith",
    "block",
    "endblock",
    "filter",
    "endfilter",
    "raw",
    "endraw",
    "recursive",
    "loop",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "|",
    "~",
    "*",
    "**",
    "/",
    "//",
    "%",
    "==",
    "!=",
    "<",
    ">=",
    "not",
    "and",
    "or",
    "is",
    "a",
    "record",
    "x.y",
    "'text'",
    "\"é\"",
    "1",
    "2.5",
    "99999999999999999999",
    "none",
    "true",
    "upper",
    "map",
    "list",
    "sort",
    "join",
    "default",
    "batch",
    "slice",
    "tojson",
    "format",
    "int",
    "round",
    "defined",
    "odd",
    "self",
    "caller",
    "varargs",
    "namespace",
    "range",
    "'{:>{w}}'.format",
    "'%s'",
    "\\",
    "'",
    "[::-1]",
    "[1:",
    "hash",
    "regex_search",
    "'(a*)*b'",
    "format_datetime",
    "duration",
};

}  // namespace

TEST(Fuzz, AnyTextEndsWell) {
    // Goal: no template crashes, hangs or exceeds its limits. Method: random pieces of the language, a fixed seed; the
    // sanitizers watch. script/fuzz gives libFuzzer the same harness.
    std::mt19937_64 random(kSeed);
    int compiled_count = 0;
    for (int i = 0; i < kRuns; ++i) {
        std::string text = random() % 2 == 0 ? "{{ " : "";
        const std::uint64_t pieces = random() % 14;
        for (std::uint64_t p = 0; p < pieces; ++p) {
            text += kPieces[random() % std::size(kPieces)];
            text += random() % 3 == 0 ? " " : "";
        }
        text += text.starts_with("{{ ") ? " }}" : "";
        SCOPED_TRACE("seed " + std::to_string(kSeed) + " run " + std::to_string(i) + ": " + text);
        compiled_count += fuzz_one(text) ? 1 : 0;
    }
    EXPECT_GT(compiled_count, kRuns / 50) << "the generator makes too few templates that mean anything";
}

TEST(Fuzz, AnyPrefixEndsWell) {
    // Goal: a cut template is an error or a template, never a read past its end. Method: every prefix, exactly sized.
    const std::string whole =
        "a {%- macro m(x, y=[1, 2]) -%}{{ x | join(', ') ~ y[::-1] }}{% endmacro %}{% for k, v in {'a': 1}.items() if "
        "v recursive "
        "%}{{ loop.index }}{{ '%5.2f' % 3.14159 }}{{ \"\\u00e9\" }}{% else %}{% endfor %}{# c #}{% raw %}{{{% endraw "
        "%}{{ m(*[1]) }}";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        fuzz_one(std::string(whole.data(), size));
    }
    EXPECT_TRUE(Template::try_compile(whole, Environment::plain()).has_value());
}

TEST(Fuzz, WhatWasFoundStaysMended) {
    // Goal: what once crashed, hung or took too much memory ends well. Method: the inputs as the fuzzers found them.
    constexpr std::string_view kFound[] = {
        "{{ '%*d' % (-9223372036854775807 - 1, 1) }}",
        "{{ 1 / (2 ** 262143) }}",
    };
    for (const std::string_view text : kFound) {
        SCOPED_TRACE(text);
        EXPECT_TRUE(fuzz_one(text));
    }
}

}  // namespace levada::jinja
