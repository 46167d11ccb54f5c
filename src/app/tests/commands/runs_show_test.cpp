#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(RunsShowCommand, TellsStreamsSlicesAttemptsAndCauses) {
    ShopProject shop;
    shop.is_refusing_shops = true;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess show;
    ASSERT_TRUE(shop.run(show, {"runs", "show"}));
    for (const char* text : {"of shop: partial",
                             "manual, attempt 1",
                             "checkpoint: 2 records",
                             "/shops: HTTP 403",
                             "incomplete: ",
                             "2 records written, 0 dead letters",
                             "Next: levada runs logs "}) {
        EXPECT_NE(show.out().find(text), std::string::npos) << text << " is not in:\n" << show.out();
    }
    RecordedProcess json;
    ASSERT_TRUE(shop.run(json, {"runs", "show", "last", "--json"}));
    const auto document = parse_json(json.out());
    ASSERT_TRUE(document.has_value()) << json.out();
    EXPECT_GE(document->find("events")->size(), 6U);
    RecordedProcess wrong;
    EXPECT_EQ(shop.run(wrong, {"runs", "show", "x"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
