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

TEST(DlqShowCommand, ShowsOneWithItsText) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})"});
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls", "--json"}));
    const std::string id(parse_json(list.out())->string_or("id", ""));
    RecordedProcess show;
    ASSERT_TRUE(shop.run(show, {"dlq", "show", id.substr(0, 8)}));
    EXPECT_NE(show.out().find("body        {\"id\":9}"), std::string::npos) << show.out();
    EXPECT_NE(show.out().find("Next: levada dlq replay " + id), std::string::npos) << show.out();
    RecordedProcess none;
    EXPECT_EQ(shop.run(none, {"dlq", "show", "zz"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
