#include "shop_letters.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqShowCommand, ShowsOneWithItsText) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})"});
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls", "--json"}));
    const std::string id(parse_json(list.out())->string_or("id", ""));
    RecordedProcess show;
    ASSERT_TRUE(shop.run(show, {"dlq", "show", id.substr(0, 8)}));
    EXPECT_NE(show.out().find("body        {\"id\":9}"), std::string::npos) << show.out();
    EXPECT_TRUE(
        show.out().ends_with("\nNext: levada dlq replay " + id + "\n      levada dlq discard " + id + " --why TEXT\n"))
        << show.out();
    RecordedProcess none;
    EXPECT_EQ(shop.run(none, {"dlq", "show", "zz"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
