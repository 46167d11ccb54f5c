#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunsLogsCommand, PrintsTheEntriesOfOneRun) {
    ShopProject shop;
    shop.is_refusing_shops = true;
    for (int i = 0; i < 2; ++i) {
        RecordedProcess run;
        ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    }
    RecordedProcess logs;
    ASSERT_TRUE(shop.run(logs, {"runs", "logs"}));
    const std::string text = logs.out();
    const std::size_t first = text.find(" error  shops: ");
    EXPECT_NE(first, std::string::npos) << text;
    EXPECT_EQ(text.find(" error  shops: ", first + 1), std::string::npos) << "the other run's error: " << text;
    RecordedProcess json;
    ASSERT_TRUE(shop.run(json, {"runs", "logs", "last", "--json"}));
    EXPECT_NE(json.out().find("\"log.level\":\"error\""), std::string::npos) << json.out();
}

}  // namespace
}  // namespace levada::app
