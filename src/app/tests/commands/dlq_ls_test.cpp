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
