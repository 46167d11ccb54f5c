#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunCommand, FillsTablesAndTellsHowItWent) {
    ShopProject shop;
    RecordedProcess first;
    const auto done = shop.run(first, {"run", "--quiet"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::success) << first.error();
    EXPECT_NE(first.out().find("of shop: succeeded, 2 streams, 4 records"), std::string::npos) << first.out();
    RecordedProcess query;
    ASSERT_TRUE(shop.run(query, {"query", "SELECT id, name FROM shop.items ORDER BY id", "--format", "csv"}));
    EXPECT_EQ(query.out(), "id,name\n1,tap\n2,pipe\n");
}

TEST(RunCommand, ASecondRunDoublesNothing) {
    ShopProject shop;
    for (int i = 0; i < 2; ++i) {
        RecordedProcess process;
        const auto done = shop.run(process, {"run", "shop", "--quiet"});
        ASSERT_TRUE(done) << done.error().to_string();
        EXPECT_EQ(*done, ExitCode::success);
    }
    RecordedProcess query;
    ASSERT_TRUE(shop.run(
        query,
        {"query", "SELECT (SELECT count(*) FROM shop.items), (SELECT count(*) FROM shop.shops)", "--format", "csv"}));
    EXPECT_NE(query.out().find("\n2,2\n"), std::string::npos) << query.out();
}

TEST(RunCommand, AFailingStreamMakesItPartialAndKeepsItsTable) {
    ShopProject shop;
    RecordedProcess first;
    ASSERT_TRUE(shop.run(first, {"run", "--quiet"}));
    shop.is_refusing_shops = true;
    RecordedProcess second;
    const auto done = shop.run(second, {"run", "--json"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::partial) << second.error();
    EXPECT_NE(second.out().find("\"status\":\"partial\""), std::string::npos) << second.out();
    EXPECT_EQ(second.out().find("\"ended_at\":null"), std::string::npos) << second.out();
    EXPECT_NE(second.out().find("403"), std::string::npos) << second.out();
    RecordedProcess query;
    ASSERT_TRUE(shop.run(query, {"query", "SELECT count(*) FROM shop.shops", "--format", "csv"}));
    EXPECT_NE(query.out().find("\n2\n"), std::string::npos) << query.out();
}

TEST(RunCommand, NeverShowsTheSecret) {
    ShopProject shop;
    RecordedProcess process;
    ASSERT_TRUE(shop.run(process, {"run", "--log-level", "debug"}));
    EXPECT_EQ((process.out() + process.error()).find("k3y-of-the-shop"), std::string::npos);
}

TEST(RunCommand, RefusesWhatIsNotThere) {
    ShopProject shop;
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"run", "shopp"}).error().message(),
              "there is no pipeline \"shopp\"; did you mean \"shop\"?");
    EXPECT_EQ(shop.run(process, {"run", "--stream", "item"}).error().message(),
              "there is no stream \"item\"; did you mean \"items\"?");
    EXPECT_EQ(shop.request_count(), 0U);
}

}  // namespace
}  // namespace levada::app
