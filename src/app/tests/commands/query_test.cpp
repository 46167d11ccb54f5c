#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(QueryCommand, PrintsEachFormat) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    struct Case {
        const char* format;
        const char* want;
    };
    constexpr Case kCases[] = {{"table", "Porto"}, {"json", R"({"id":1,"city":"Porto"})"}, {"csv", "1,Porto"}};
    for (const Case& c : kCases) {
        RecordedProcess process;
        const auto done =
            shop.run(process, {"query", "SELECT id, city FROM shop.shops ORDER BY id", "--format", c.format});
        ASSERT_TRUE(done) << done.error().to_string();
        EXPECT_NE(process.out().find(c.want), std::string::npos) << c.format << ": " << process.out();
    }
}

TEST(QueryCommand, RefusesWritesAndNamesTheTables) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"query", "DROP TABLE shop.items"}).error().code(), ErrorCode::permission_denied);
    const auto unknown = shop.run(process, {"query", "SELECT * FROM shop.item"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().hint(), "the tables are: shop.items, shop.shops") << unknown.error().to_string();
}

TEST(QueryCommand, SaysHowToFillAnEmptyLake) {
    ShopProject shop;
    RecordedProcess process;
    const auto refused = shop.run(process, {"query", "SELECT * FROM shop.items"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().hint(), "levada run fills the tables");
}

}  // namespace
}  // namespace levada::app
