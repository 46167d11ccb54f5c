#include "run/lake_views.h"

#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/system_clock.h"

namespace levada::app {
namespace {

TEST(LakeViews, FollowTheTables) {
    ShopProject shop;
    SystemClock clock;
    const auto engine = DuckDbEngine::open({}, clock);
    ASSERT_TRUE(engine);
    const std::filesystem::path lake = std::filesystem::path(shop.path()) / ".levada" / "lake";
    LakeViews views(lake, **engine, clock);
    ASSERT_TRUE(views.refresh()) << "a lake that is not there yet is empty";
    EXPECT_TRUE(views.tables().empty());
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    ASSERT_TRUE(views.refresh());
    ASSERT_EQ(views.tables().size(), 2U);
    EXPECT_EQ(views.tables()[0].schema + "." + views.tables()[0].name, "shop.items");
    EXPECT_EQ(views.instant_of("shop", "items"), views.tables()[0].instant);
    EXPECT_EQ(views.instant_of("shop", "none"), "");
    EXPECT_TRUE((*engine)->query("SELECT * FROM shop.items", {}, Deadline::never()));
    std::filesystem::remove_all(lake / "shop" / "items");
    ASSERT_TRUE(views.refresh());
    EXPECT_EQ(views.tables().size(), 1U);
    EXPECT_FALSE((*engine)->query("SELECT * FROM shop.items", {}, Deadline::never()));
}

}  // namespace
}  // namespace levada::app
