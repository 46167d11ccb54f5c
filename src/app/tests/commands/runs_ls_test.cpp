#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunsLsCommand, ListsTheNewestFirstAndFilters) {
    ShopProject shop;
    RecordedProcess nothing;
    EXPECT_EQ(shop.run(nothing, {"runs", "ls"}).error().code(), ErrorCode::not_found);
    RecordedProcess first;
    ASSERT_TRUE(shop.run(first, {"run", "--quiet"}));
    shop.is_refusing_shops = true;
    RecordedProcess second;
    ASSERT_TRUE(shop.run(second, {"run", "--quiet"}));
    RecordedProcess all;
    ASSERT_TRUE(shop.run(all, {"runs", "ls"}));
    EXPECT_LT(all.out().find("partial"), all.out().find("succeeded")) << all.out();
    EXPECT_NE(all.out().find("shops: "), std::string::npos) << "the cause is shown: " << all.out();
    RecordedProcess partial;
    ASSERT_TRUE(shop.run(partial, {"runs", "ls", "--status", "partial", "--json"}));
    EXPECT_EQ(partial.out().find("succeeded\",\"trigger"), std::string::npos) << partial.out();
    EXPECT_NE(partial.out().find("\"status\":\"partial\""), std::string::npos) << partial.out();
    RecordedProcess nobody;
    const auto unknown = shop.run(nobody, {"runs", "ls", "--pipeline", "nope"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(unknown.error().hint(), "the pipelines are: shop");
    RecordedProcess none_of_it;
    EXPECT_TRUE(shop.run(none_of_it, {"runs", "ls", "--pipeline", "shop", "--status", "cancelled"}));
    RecordedProcess wrong;
    EXPECT_EQ(shop.run(wrong, {"runs", "ls", "--limit", "0"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
