#include "line_splitter.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(LineSplitter, Lines) {
    // Goal: the same lines however the text is cut into pieces. Method: every piece size, limit of 8 bytes.
    struct Case {
        const char* name;
        std::string text;
        LongLine long_line;
        std::vector<std::string> want;
        bool is_refused;
    };
    const Case cases[] = {
        {"nothing", "", LongLine::refuse, {}, false},
        {"lines", "a\nbc\n", LongLine::refuse, {"a", "bc"}, false},
        {"empty lines and carriage returns", "\n\r\nx\r\n", LongLine::refuse, {"", "", "x"}, false},
        {"last line without its end", "a\nb", LongLine::refuse, {"a", "b"}, false},
        {"just at the limit", "12345678\n", LongLine::refuse, {"12345678"}, false},
        {"over the limit", "a\n123456789\nb\n", LongLine::refuse, {"a"}, true},
        {"over the limit without its end", "123456789", LongLine::refuse, {}, true},
        {"cut at the limit", "123456789abcdefghi\nx\n", LongLine::cut, {"12345678", "9abcdefg", "hi", "x"}, false},
    };
    for (const Case& c : cases) {
        for (std::size_t size = 1; size <= c.text.size() + 1; ++size) {
            LineSplitter splitter(8, c.long_line);
            std::vector<std::string> got;
            const LineSplitter::Take take = [&](std::string_view line) {
                got.emplace_back(line);
                return ok();
            };
            Status done = ok();
            for (std::size_t at = 0; at < c.text.size() && done; at += size) {
                done = splitter.add(std::string_view(c.text).substr(at, size), take);
            }
            done = done ? splitter.end(take) : done;
            EXPECT_EQ(!done.has_value(), c.is_refused) << c.name << ", pieces of " << size;
            EXPECT_EQ(got, c.want) << c.name << ", pieces of " << size;
        }
    }
}

}  // namespace
}  // namespace levada
