#include "template_literals.h"

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

TEST(TemplateLiterals, Collect) {
    struct Case {
        const char* source;
        const char* want;
    };
    constexpr Case kCases[] = {{"{{ headers['X-A'] or headers.get(\"x-b\") }}", "X-A|x-b"},
                               {"no quotes", ""},
                               {"'open", ""},
                               {"\"it's\"", "it's"}};
    for (const Case& c : kCases) {
        std::vector<std::string> found;
        collect_literals(c.source, found);
        EXPECT_EQ(join(found, "|"), c.want) << c.source;
    }
}

}  // namespace
}  // namespace levada::airbyte
