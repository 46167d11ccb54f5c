#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DiscoverCommand, ListsStreamsAndHowTheyAreRead) {
    ShopProject shop;
    RecordedProcess process;
    const auto done = shop.run(process, {"discover"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(process.out(),
              "items\tincremental\tappend_dedup\tkey id\tcursor updated_at\t3 columns\n"
              "shops\tfull_refresh\toverwrite\tkey -\tcursor -\t2 columns\n");
}

TEST(DiscoverCommand, PrintsTheCatalogAsJson) {
    ShopProject shop;
    RecordedProcess process;
    ASSERT_TRUE(shop.run(process, {"discover", "shop", "--json"}));
    EXPECT_NE(process.out().find("\"json_schema\""), std::string::npos) << process.out();
}

}  // namespace
}  // namespace levada::app
