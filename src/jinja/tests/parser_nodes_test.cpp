#include "render_case.h"

#include <string>

#include <gtest/gtest.h>

#include "levada/jinja/template.h"

namespace levada::jinja {

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) {
        text += piece;
    }
    return text;
}

/// Links that no stack of 8 MiB holds, at a hundred bytes each.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kTooMany = 100'000;  // A million take more than two minutes there.
#else
constexpr std::size_t kTooMany = 1'000'000;
#endif

}  // namespace

TEST(ParserNodes, LongChainsAreRefused) {
    // Goal: an expression that nests by a chain, not by brackets, cannot exhaust the stack. Method: one link less than
    // the limit renders, far more links end with an error.
    struct Case {
        const char* name;
        const char* first;
        const char* link;
    };
    constexpr Case kCases[] = {
        {"sum", "n", " + 1"},
        {"filters", "n", " | string"},
        {"attributes", "n", ".x"},
        {"calls", "n", "()"},
        {"conditions", "n", " or n"},
        {"inline conditions", "n", " if n"},
        {"argument of a test", "n is defined n", ".x"},
        {"in brackets", "[n", " + 1"},
    };
    const std::size_t limit = 2 * EnvironmentOptions().limits.nesting_depth_max;
    for (const Case& c : kCases) {
        const std::string closing = c.first[0] == '[' ? "] }}" : " }}";
        const std::string longest = "{{ " + std::string(c.first) + repeated(c.link, limit - 2) + closing;
        EXPECT_TRUE(Template::try_compile(longest, Environment::plain()).has_value()) << c.name;
        const auto refused = Template::try_compile("{{ " + std::string(c.first) + repeated(c.link, kTooMany) + closing,
                                                   Environment::plain());
        ASSERT_FALSE(refused.has_value()) << c.name;
        EXPECT_EQ(refused.error().python_class(), "RecursionError") << c.name;
    }
}

TEST(ParserNodes, WideIsNotDeep) {
    // Goal: only depth counts. Method: ten thousand items beside one another.
    for (const char* link : {"1, ", "n ~ ", "'a': 1, ", "n < "}) {
        const std::string items = repeated(link, 10'000);
        const std::string text = link[0] == '1'    ? "{{ [" + items + "] }}"
                                 : link[0] == '\'' ? "{{ {" + items + "} }}"
                                                   : "{{ " + items + "n }}";
        EXPECT_TRUE(Template::try_compile(text, Environment::plain()).has_value()) << link;
    }
}

TEST(ParserNodes, Targets) {
    constexpr RenderCase kCases[] = {
        {"a pair", "{% set a, (b, c) = [1, [2, 3]] %}{{ a }}{{ b }}{{ c }}", "{}", "123"},
        {"a literal", "{% set 1 = 2 %}", "{}", "!TemplateSyntaxError"},
        {"a reserved name", "{% set none = 2 %}", "{}", "!TemplateSyntaxError"},
        {"an attribute of no namespace", "{% set d.a = 2 %}", R"({"d": {}})", "!TemplateRuntimeError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
