#include "levada/base/result.h"

#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

namespace levada {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) {
        return Error(ErrorCode::invalid_data, "odd");
    }
    return value / 2;
}

Result<int> quarter(int value) {
    LEVADA_TRY(const int once, half(value).with("step", "first"));
    LEVADA_TRY(const int twice, half(once).with("step", "second"));
    return twice;
}

TEST(Result, TryGivesTheValueOrTheError) {
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(6).error().fact("step"), "second");
    EXPECT_EQ(quarter(3).error().fact("step"), "first");
}

TEST(Result, GuardTurnsExceptionsIntoErrors) {
    const auto thrown = guard(ErrorCode::unavailable, "open", [] { return std::stoi("x"); });
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().code(), ErrorCode::unavailable);
    EXPECT_TRUE(guard(ErrorCode::unavailable, "open", [] {}));
}

TEST(Result, TakesDerivedPointers) {
    struct Base {
        virtual ~Base() = default;
    };
    struct Derived final : Base {};
    const auto make = []() -> Result<std::unique_ptr<Base>> { return std::make_unique<Derived>(); };
    EXPECT_TRUE(make());
}

TEST(ResultDeathTest, ValueOfAnErrorIsOurBug) {
    EXPECT_DEATH(half(1).value(), "broken invariant");
}

}  // namespace
}  // namespace levada
