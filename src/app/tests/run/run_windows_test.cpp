#include "run/run_windows.h"

#include "run/time_span.h"
#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

Instant day(const std::string& text) {
    return parse_time(text).value();
}

TEST(RunWindows, AreKeptByRun) {
    const ShopServices shop;
    EXPECT_TRUE(run_window(*shop.services, "r1")->is_open());
    ASSERT_TRUE(keep_run_window(*shop.services, "r1", {day("2026-01-01"), day("2026-01-02")}));
    const auto window = run_window(*shop.services, "r1");
    ASSERT_TRUE(window.has_value());
    EXPECT_EQ(window->from, day("2026-01-01"));
    EXPECT_EQ(window->to, day("2026-01-02"));
}

TEST(CutWindows, CoverTheTimeOnce) {
    const auto windows = cut_windows(day("2026-01-01"), day("2026-01-08"), std::chrono::hours(72));
    ASSERT_TRUE(windows.has_value());
    ASSERT_EQ(windows->size(), 3U);
    EXPECT_EQ((*windows)[1].from, day("2026-01-04"));
    EXPECT_EQ((*windows)[1].to, day("2026-01-07"));
    EXPECT_EQ((*windows)[2].to, day("2026-01-08")) << "the last one is shorter";
    EXPECT_EQ(cut_windows(day("2026-01-01"), day("2026-01-08"), std::chrono::seconds(1)).error().code(),
              ErrorCode::invalid_config);
}

TEST(Filled, IsAWindowInsideOneThatWasRead) {
    const ShopServices shop;
    ASSERT_TRUE(keep_filled(*shop.services, "shop", "items", {day("2026-01-01"), day("2026-01-04")}));
    struct Case {
        const char* from;
        const char* to;
        const char* stream;
        bool want;
    };
    const Case cases[] = {
        {"2026-01-01", "2026-01-04", "items", true},
        {"2026-01-02", "2026-01-03", "items", true},
        {"2026-01-02", "2026-01-05", "items", false},
        {"2026-01-01", "2026-01-04", "shops", false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(is_filled(*shop.services, "shop", c.stream, {day(c.from), day(c.to)}).value(), c.want)
            << c.stream << " " << c.from << " " << c.to;
    }
}

}  // namespace
}  // namespace levada::app
