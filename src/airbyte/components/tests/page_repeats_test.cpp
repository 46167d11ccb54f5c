#include "page_repeats.h"

#include <functional>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

/// A page by its number, from 0 on.
struct Made {
    std::string body;
    std::string token;
    std::int64_t record_count = 1;
};
using Api = std::function<Made(std::int64_t)>;

/// After how many pages it is seen that they have no end; -1: not in `pages_max`.
std::int64_t seen_after(const Api& api, std::int64_t pages_max) {
    PageRepeats repeats;
    for (std::int64_t i = 0; i < pages_max; ++i) {
        const Made page = api(i);
        if (repeats.note({.body = page.body, .record_count = page.record_count, .next_token = page.token})) {
            return i + 1;
        }
    }
    return -1;
}

std::string text(std::int64_t number) {
    return std::to_string(number);
}

TEST(PageRepeats, SeesThatPagesHaveNoEnd) {
    // Goal: an API without an end is seen after at least and at most so many pages; one with an end never.
    struct Case {
        const char* name;
        Api api;
        std::int64_t least;
        std::int64_t most;
    };
    const std::string large(10'000, 'x');
    const Case cases[] = {
        {"same token, same page", [](auto) { return Made{"[1]", "a"}; }, 101, 101},
        {"same token, same empty page", [](auto) { return Made{"[]", "a", 0}; }, 101, 101},
        {"two pages in a circle", [](auto i) { return Made{text(i % 2), text(i % 2)}; }, 200, 600},
        {"fifty pages in a circle", [](auto i) { return Made{text(i % 50), text(i % 50)}; }, 5'000, 15'000},
        {"a way in, then a circle", [](auto i) { return Made{text(i < 7 ? i : 7), text(i < 7 ? i : 7)}; }, 108, 108},
        {"the token is not looked at", [](auto i) { return Made{"[1]", text(i)}; }, 1'001, 1'001},
        {"same token, other pages", [](auto i) { return Made{text(i), "a"}; }, 100'001, 100'001},
    };
    for (const Case& c : cases) {
        const std::int64_t seen = seen_after(c.api, 200'000);
        EXPECT_GE(seen, c.least) << c.name;
        EXPECT_LE(seen, c.most) << c.name;
    }
    const Case endless[] = {
        {"each page and token another", [](auto i) { return Made{text(i), text(i)}; }, 0, 0},
        {"empty pages, other tokens", [](auto i) { return Made{"[]", text(i), 0}; }, 0, 0},
        {"ninety times the same, then another", [](auto i) { return Made{text(i / 90), text(i / 90)}; }, 0, 0},
        {"pages that differ in their middle only",
         [&large](auto i) { return Made{large + text(i % 10) + large, text(i)}; },
         0,
         0},
    };
    for (const Case& c : endless) {
        EXPECT_EQ(seen_after(c.api, 50'000), -1) << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
