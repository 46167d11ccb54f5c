#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(StateResetCommand, ForgetsOnlyWhenItIsNoDryRun) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"state", "reset", "shop", "--stream", "items", "--dry-run"}));
    EXPECT_EQ(dry.out(), "state of shop.items would be reset\n");
    RecordedProcess before;
    ASSERT_TRUE(shop.run(before, {"state", "get", "shop", "--stream", "items"}));
    EXPECT_NE(before.out().find("2024-02-02"), std::string::npos);
    RecordedProcess reset;
    ASSERT_TRUE(shop.run(reset, {"state", "reset", "shop", "--stream", "items"}));
    RecordedProcess after;
    ASSERT_TRUE(shop.run(after, {"state", "get", "shop", "--stream", "items"}));
    EXPECT_EQ(after.out().find("2024-02-02"), std::string::npos) << after.out();
}

TEST(StateResetCommand, RefusesAnUnknownStream) {
    ShopProject shop;
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"state", "reset", "shop", "--stream", "none"}).error().code(),
              ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
