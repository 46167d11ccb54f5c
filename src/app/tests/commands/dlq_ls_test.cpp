#include "shop_letters.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqLsCommand, ListsLettersAndCauses) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})", R"({"id":10})"});
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls"}));
    EXPECT_NE(list.out().find("(2 rows)"), std::string::npos) << list.out();
    RecordedProcess causes;
    ASSERT_TRUE(shop.run(causes, {"dlq", "ls", "--by-cause", "--json"}));
    EXPECT_NE(causes.out().find(R"("cause":"wanted #, found \"…\"","letters":2)"), std::string::npos) << causes.out();
    RecordedProcess none;
    ASSERT_TRUE(shop.run(none, {"dlq", "ls", "--stream", "shops", "--json"}));
    EXPECT_EQ(none.out(), "");
}

}  // namespace
}  // namespace levada::app
