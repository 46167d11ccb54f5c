#include "run/time_span.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(TimeSpan, IsReadFromTheCommandLine) {
    struct Case {
        const char* name;
        const char* from;
        const char* to;
        bool is_right;
        bool holds_new_year;
    };
    const Case cases[] = {
        {"all", "", "", true, true},
        {"from is in", "2026-01-01", "", true, true},
        {"to is not", "", "2026-01-01T00:00:00Z", true, false},
        {"between", "2025-12-31", "2026-01-02", true, true},
        {"from is to", "2026-01-01", "2026-01-01", false, false},
        {"no time", "soon", "", false, false},
        {"no time at the end", "", "later", false, false},
    };
    const Instant new_year = parse_time("2026-01-01").value();
    for (const Case& c : cases) {
        Arguments arguments;
        if (*c.from != '\0') {
            arguments.set("from", c.from);
        }
        if (*c.to != '\0') {
            arguments.set("to", c.to);
        }
        const auto span = time_span_of(arguments);
        ASSERT_EQ(span.has_value(), c.is_right) << "case: " << c.name;
        EXPECT_EQ(span && span->holds(new_year), c.holds_new_year) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::app
