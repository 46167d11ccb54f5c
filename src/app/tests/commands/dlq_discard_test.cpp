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

TEST(DlqDiscardCommand, MarksWithWhoAndWhy) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})"});
    RecordedProcess nothing;
    EXPECT_EQ(shop.run(nothing, {"dlq", "discard", "--why", "x"}).error().code(), ErrorCode::invalid_config);
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"dlq", "discard", "--all", "--why", "test data", "--dry-run"}));
    EXPECT_NE(dry.out().find("1 dead letters would be discarded"), std::string::npos) << dry.out();
    RecordedProcess done;
    ASSERT_TRUE(shop.run(done, {"dlq", "discard", "--cause", "WANTED", "--why", "test data", "--by", "ann"}));
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls", "--status", "discarded", "--json"}));
    EXPECT_NE(list.out().find(R"("marked_by":"ann")"), std::string::npos) << list.out();
    EXPECT_NE(list.out().find(R"("why":"test data")"), std::string::npos) << list.out();
    RecordedProcess again;
    ASSERT_TRUE(shop.run(again, {"dlq", "discard", "--all", "--why", "x"}));
    EXPECT_NE(again.out().find("0 dead letters are discarded"), std::string::npos) << again.out();
}

}  // namespace
}  // namespace levada::app
