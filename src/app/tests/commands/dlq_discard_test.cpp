#include "shop_letters.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqDiscardCommand, MarksWithWhoAndWhy) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})"});
    RecordedProcess nothing;
    EXPECT_EQ(shop.run(nothing, {"dlq", "discard", "--why", "x"}).error().code(), ErrorCode::invalid_config);
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"dlq", "discard", "--all", "--dry-run"})) << "who only looks needs no reason";
    EXPECT_NE(dry.out().find("1 dead letter would be discarded"), std::string::npos) << dry.out();
    RecordedProcess silent;
    const auto refused = shop.run(silent, {"dlq", "discard", "--all"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("--why is missing"), std::string::npos) << refused.error().message();
    RecordedProcess done;
    ASSERT_TRUE(shop.run(done, {"dlq", "discard", "--cause", "WANTED", "--why", "test data", "--by", "ann"}));
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls", "--status", "discarded", "--json"}));
    EXPECT_NE(list.out().find(R"("marked_by":"ann")"), std::string::npos) << list.out();
    EXPECT_NE(list.out().find(R"("why":"test data")"), std::string::npos) << list.out();
    RecordedProcess again;
    ASSERT_TRUE(shop.run(again, {"dlq", "discard", "--all", "--why", "x"}));
    EXPECT_NE(again.out().find("0 dead letters discarded"), std::string::npos) << again.out();
}

}  // namespace
}  // namespace levada::app
