#include "levada/collect/retry_budget.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Monotonic kStart(seconds(1));

TEST(RetryBudget, AllowsAFloorAndAShare) {
    // Goal: how many retries in a row are allowed after so many requests.
    struct Case {
        const char* name;
        std::int64_t count_min;
        int percent_max;
        int requests;
        int want;
    };
    constexpr Case kCases[] = {
        {"the floor, before any request", 3, 20, 0, 3},
        {"the floor is more than the share", 3, 20, 10, 3},
        {"the share is more than the floor", 3, 20, 100, 20},
        {"no floor", 0, 10, 30, 3},
        {"no share", 5, 0, 1000, 5},
        {"nothing at all", 0, 0, 1000, 0},
    };
    for (const Case& c : kCases) {
        RetryBudget budget({.count_min = c.count_min, .percent_max = c.percent_max});
        for (int i = 0; i < c.requests; ++i) {
            budget.note_request(kStart);
        }
        int allowed = 0;
        while (allowed < 1'000 && budget.take(kStart)) {
            ++allowed;
        }
        EXPECT_EQ(allowed, c.want) << c.name;
        EXPECT_EQ(budget.retry_count(), c.want) << c.name;
        EXPECT_EQ(budget.request_count(), c.requests) << c.name;
    }
}

TEST(RetryBudget, AServerThatAlwaysFailsIsNotAskedForEver) {
    // Goal: ten thousand pages that fail, each willing to be asked six times, end after the floor and the share.
    RetryBudget budget({.count_min = 100, .percent_max = 20});
    int sent = 0;
    bool is_over = false;
    for (int page = 0; page < 10'000 && !is_over; ++page) {
        for (int attempt = 0; attempt < 6 && !is_over; ++attempt) {
            budget.note_request(kStart);
            ++sent;
            is_over = !budget.take(kStart);
        }
    }
    EXPECT_TRUE(is_over);
    EXPECT_LT(sent, 200);
}

TEST(RetryBudget, AWindowForgets) {
    // Goal: what was spent is there again when its window has passed, step by step; without a window never.
    RetryBudget windowed({.count_min = 2, .percent_max = 0, .window_time = minutes(10)});
    RetryBudget whole({.count_min = 2, .percent_max = 0});
    for (RetryBudget* budget : {&windowed, &whole}) {
        EXPECT_TRUE(budget->take(kStart));
        EXPECT_TRUE(budget->take(kStart + minutes(5)));
        EXPECT_FALSE(budget->take(kStart + minutes(9)));
    }
    EXPECT_TRUE(windowed.take(kStart + minutes(10)));
    EXPECT_FALSE(windowed.take(kStart + minutes(11)));
    EXPECT_TRUE(windowed.take(kStart + minutes(16)));
    EXPECT_FALSE(whole.take(kStart + minutes(1'000)));
}

TEST(RetryBudgets, EachHostHasItsOwn) {
    RetryBudgets budgets;
    EXPECT_EQ(budgets.options().count_min, RetryBudgets::host_default().count_min);
    budgets.use({.count_min = 1, .percent_max = 0, .window_time = minutes(10)});
    budgets.note_request("a.example", kStart);
    EXPECT_TRUE(budgets.take("a.example", kStart));
    EXPECT_FALSE(budgets.take("a.example", kStart));
    EXPECT_TRUE(budgets.take("b.example", kStart));
    budgets.note_refused("b.example");
    const auto counts = budgets.counts();
    EXPECT_EQ(counts.at("a.example").retries, 1U);
    EXPECT_EQ(counts.at("a.example").refused, 1U);
    EXPECT_EQ(counts.at("b.example").retries, 1U);
    EXPECT_EQ(counts.at("b.example").refused, 1U);
}

}  // namespace
}  // namespace levada
