#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(StateSetCommand, TheNextRunGoesOnFromIt) {
    ShopProject shop;
    shop.write("state.json", R"({"items": {"updated_at": "2024-02-01T12:00:00Z"}})");
    RecordedProcess set;
    const auto done = shop.run(set, {"state", "set", "shop", shop.path() + "/state.json"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(set.out(), "state of shop.items is set\n");
    RecordedProcess get;
    ASSERT_TRUE(shop.run(get, {"state", "get"}));
    EXPECT_NE(get.out().find("2024-02-01T12:00:00Z"), std::string::npos) << get.out();
}

TEST(StateSetCommand, RefusesAFileThatIsNone) {
    ShopProject shop;
    shop.write("state.json", "[1]");
    RecordedProcess process;
    const auto refused = shop.run(process, {"state", "set", "shop", shop.path() + "/state.json"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(shop.run(process, {"state", "set", "shop", shop.path() + "/none"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
