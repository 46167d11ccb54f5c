#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/adapters/local_queue.h"
#include "levada/adapters/sqlite_metadata.h"
#include "levada/adapters/system_clock.h"
#include "levada/delivery/messages.h"

namespace levada::app {
namespace {

/// The shop after a run, with a dead letter for each text.
void keep_letters(const ShopProject& shop, const std::vector<std::string>& bodies) {
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    const SystemClock clock;
    const auto queue = LocalQueue::open(shop.path() + "/.levada/queue", {}, clock, no_log());
    ASSERT_TRUE(queue.has_value());
    for (const std::string& body : bodies) {
        const std::string message = encode(DeadLetter{.run = "r1",
                                                      .stream = "items",
                                                      .record = 0,
                                                      .code = "invalid_data",
                                                      .error = "wanted 1, found \"x\"",
                                                      .time_us = 1'767'225'600'000'000,
                                                      .body = body});
        const std::string_view payload = message;
        ASSERT_TRUE((*queue)->append("shop.items.dlq", std::span(&payload, 1)));
    }
}

TEST(DlqReplayCommand, BringsRecordsIntoTheTableOnce) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9,"name":"valve","updated_at":"2024-02-03T00:00:00Z"})"});
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"dlq", "replay", "--all", "--dry-run"}));
    EXPECT_NE(dry.out().find("1 dead letters would be replayed"), std::string::npos) << dry.out();
    RecordedProcess done;
    const auto code = shop.run(done, {"dlq", "replay", "--stream", "items", "--why", "mended"});
    ASSERT_TRUE(code) << code.error().to_string();
    EXPECT_EQ(*code, ExitCode::success);
    EXPECT_EQ(done.out().find("shop: 1 dead letters replayed in run "), 0U) << done.out();
    RecordedProcess again;
    ASSERT_TRUE(shop.run(again, {"dlq", "replay", "--all"}));
    EXPECT_EQ(again.out(), "there are no such dead letters that are open\n");
    RecordedProcess query;
    ASSERT_TRUE(shop.run(query, {"query", "SELECT count(*) FROM shop.items WHERE name = 'valve'", "--format", "csv"}));
    EXPECT_NE(query.out().find("\n1\n"), std::string::npos) << query.out();
}

}  // namespace
}  // namespace levada::app
