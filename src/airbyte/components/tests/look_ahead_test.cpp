#include "look_ahead.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(LookAhead, KnowsTheLast) {
    int made = 0;
    const auto fetch = [&made]() -> Result<std::optional<int>> {
        return made < 2 ? std::optional<int>(++made) : std::nullopt;
    };
    LookAhead<int> items;
    const auto first = items.next(fetch).value();
    EXPECT_EQ(first->value, 1);
    EXPECT_FALSE(first->is_last);
    const auto second = items.next(fetch).value();
    EXPECT_EQ(second->value, 2);
    EXPECT_TRUE(second->is_last);
    EXPECT_FALSE(items.next(fetch).value().has_value());
}

TEST(LookAhead, AFailureLosesTheItemBefore) {
    int made = 0;
    const auto fetch = [&made]() -> Result<std::optional<int>> {
        if (++made > 2) {
            return Error(ErrorCode::unavailable, "gone");
        }
        return std::optional<int>(made);
    };
    LookAhead<int> items;
    EXPECT_EQ(items.next(fetch).value()->value, 1);
    EXPECT_EQ(items.next(fetch).error().code(), ErrorCode::unavailable) << "item 2 is lost with it";
}

}  // namespace
}  // namespace levada::airbyte
