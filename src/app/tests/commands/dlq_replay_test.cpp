#include "shop_letters.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqReplayCommand, BringsRecordsIntoTheTableOnce) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9,"name":"valve","updated_at":"2024-02-03T00:00:00Z"})"});
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"dlq", "replay", "--all", "--dry-run"}));
    EXPECT_NE(dry.out().find("1 dead letter would be replayed"), std::string::npos) << dry.out();
    RecordedProcess done;
    const auto code = shop.run(done, {"dlq", "replay", "--stream", "items", "--why", "mended"});
    ASSERT_TRUE(code) << code.error().to_string();
    EXPECT_EQ(*code, ExitCode::success);
    EXPECT_EQ(done.out().find("shop: 1 dead letter replayed in run "), 0U) << done.out();
    RecordedProcess again;
    ASSERT_TRUE(shop.run(again, {"dlq", "replay", "--all"}));
    EXPECT_EQ(again.out(), "there are no such dead letters that are open\n");
    RecordedProcess query;
    ASSERT_TRUE(shop.run(query, {"query", "SELECT count(*) FROM shop.items WHERE name = 'valve'", "--format", "csv"}));
    EXPECT_NE(query.out().find("\n1\n"), std::string::npos) << query.out();
}

}  // namespace
}  // namespace levada::app
