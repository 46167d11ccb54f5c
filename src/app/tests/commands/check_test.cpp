#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(CheckCommand, ConnectsOrSaysWhyNot) {
    ShopProject shop;
    RecordedProcess good;
    const auto connected = shop.run(good, {"check"});
    ASSERT_TRUE(connected) << connected.error().to_string();
    EXPECT_EQ(*connected, ExitCode::success);
    EXPECT_EQ(good.out(), "pipeline shop: connected\n");
    shop.write("secrets.yaml", "api_key: wrong-key-wrong\n");
    RecordedProcess bad;
    const auto refused = shop.run(bad, {"check", "shop"});
    ASSERT_TRUE(refused) << refused.error().to_string();
    EXPECT_EQ(*refused, ExitCode::handled_failure);
    EXPECT_NE(bad.out().find("401"), std::string::npos) << bad.out();
    EXPECT_EQ(bad.out().find("wrong-key-wrong"), std::string::npos) << bad.out();
}

TEST(CheckCommand, PrintsJson) {
    ShopProject shop;
    RecordedProcess process;
    ASSERT_TRUE(shop.run(process, {"check", "--json"}));
    EXPECT_EQ(process.out().find(R"({"pipeline":"shop","status":"SUCCEEDED")"), 0U) << process.out();
}

TEST(CheckCommand, RefusesAnUnknownPipeline) {
    ShopProject shop;
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"check", "none"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
