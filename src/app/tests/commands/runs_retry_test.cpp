#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(RunsRetryCommand, ReadsOnlyTheStreamsThatFailed) {
    ShopProject shop;
    shop.is_refusing_shops = true;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    shop.is_refusing_shops = false;
    const std::size_t before = shop.request_count();
    RecordedProcess retry;
    const auto done = shop.run(retry, {"runs", "retry", "--json"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::success);
    EXPECT_EQ(shop.request_count(), before + 1) << "items was read again";
    const auto document = parse_json(retry.out());
    ASSERT_TRUE(document.has_value()) << retry.out();
    EXPECT_EQ(document->string_or("trigger", ""), "retry");
    EXPECT_EQ(document->integer_or("attempt", 0), 2);
    EXPECT_EQ(document->find("streams")->size(), 1U);
    RecordedProcess again;
    EXPECT_EQ(shop.run(again, {"runs", "retry"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
