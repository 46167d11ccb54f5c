#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "levada/jinja/cdk.h"
#include "levada/jinja/template.h"

namespace levada::jinja {

namespace {

constexpr std::uint64_t kSeed = 20240607;
constexpr int kRuns = 3000;

/// What a libFuzzer harness would call: any bytes are a template, and nothing bad may happen.
void run_one(std::string_view text, const Environment& environment, const Context& context) {
    const Outcome<Template> compiled = Template::try_compile(text, environment);
    if (compiled) {
        std::string out;
        (void)compiled->try_render_to(out, context);
        (void)compiled->try_evaluate(context);
    }
    const Outcome<cdk::Interpolation> interpolation = cdk::Interpolation::try_compile(text);
    if (interpolation) {
        (void)interpolation->try_evaluate(context);
    }
}

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
    // sanitizers watch. The same harness would serve libFuzzer: run_one().
    EnvironmentOptions options;
    options.tag_do = true;
    options.tag_loop_controls = true;
    options.limits.loop_iterations_max = 2000;
    options.limits.output_size_bytes_max = 100'000;
    options.limits.call_depth_max = 20;
    const Environment environment(options);
    Context context;
    context.set("config", Value::empty_dict());
    context.set("parameters", Value::empty_dict());
    context.set("a", Value::list({Value::integer(3), Value::borrowed("b"), Value::none()}));
    context.set("record", Value::raw_json(R"({"a": {"b": [1, 2.5, "x"]}, "é": "\u00e9"})"));
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
        compiled_count += Template::try_compile(text, environment).has_value() ? 1 : 0;
        run_one(text, environment, context);
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
    const Context context;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        run_one(std::string(whole.data(), size), Environment::plain(), context);
    }
    EXPECT_TRUE(Template::try_compile(whole, Environment::plain()).has_value());
}

}  // namespace levada::jinja
