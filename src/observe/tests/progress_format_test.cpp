#include <gtest/gtest.h>

#include "levada/observe/progress.h"

namespace levada::observe {
namespace {

TEST(ProgressFormat, Numbers) {
    EXPECT_EQ(format_count(0), "0");
    EXPECT_EQ(format_count(999), "999");
    EXPECT_EQ(format_count(1'000), "1,000");
    EXPECT_EQ(format_count(1'234'567), "1,234,567");
    EXPECT_EQ(format_counted(0, "page"), "0 pages");
    EXPECT_EQ(format_counted(1, "page"), "1 page");
    EXPECT_EQ(format_counted(1'616, "page"), "1,616 pages");
    EXPECT_EQ(format_bytes(999), "999 B");
    EXPECT_EQ(format_bytes(1'000), "1.0 KB");
    EXPECT_EQ(format_bytes(999'999), "1.0 MB");
    EXPECT_EQ(format_bytes(2'500'000'000), "2.5 GB");
}

TEST(ProgressFormat, ChooseProgress) {
    struct Case {
        const char* name;
        ProgressEnvironment environment;
        ProgressMode mode;
        Colour colour;
    };
    const Case cases[] = {
        {"terminal", {true, false, false, "", "xterm", 80, 24}, ProgressMode::bars, Colour::ansi},
        {"terminal without colour", {true, false, false, "1", "xterm", 80, 24}, ProgressMode::bars, Colour::none},
        {"dumb terminal", {true, false, false, "", "dumb", 80, 24}, ProgressMode::lines, Colour::none},
        {"narrow terminal", {true, false, false, "", "xterm", 20, 24}, ProgressMode::lines, Colour::none},
        {"terminal of unknown size", {true, false, false, "", "xterm", 0, 0}, ProgressMode::bars, Colour::ansi},
        {"pipe", {false, false, false, "", "xterm", 80, 24}, ProgressMode::lines, Colour::none},
        {"json", {true, true, false, "", "xterm", 80, 24}, ProgressMode::json, Colour::ansi},
        {"quiet", {true, true, true, "", "xterm", 80, 24}, ProgressMode::silent, Colour::ansi},
    };
    for (const Case& c : cases) {
        const ProgressOptions options = choose_progress(c.environment);
        EXPECT_EQ(options.mode, c.mode) << "case: " << c.name;
        EXPECT_EQ(options.colour, c.colour) << "case: " << c.name;
        EXPECT_EQ(options.columns, c.environment.columns > 0 ? c.environment.columns : 80U) << "case: " << c.name;
        EXPECT_EQ(options.rows, 24U) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::observe
