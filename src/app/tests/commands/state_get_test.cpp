#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(StateGetCommand, PrintsWhatTheRunLeft) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess get;
    const auto done = shop.run(get, {"state", "get", "shop", "--stream", "items"});
    ASSERT_TRUE(done) << done.error().to_string();
    const Json states = parse_json(get.out()).value();
    ASSERT_EQ(states.size(), 1U) << get.out();
    EXPECT_EQ(states.as_array()[0].find_path({"stream", "stream_state", "updated_at"})->as_string(),
              "2024-02-02T00:00:00Z");
}

TEST(StateGetCommand, IsEmptyBeforeTheFirstRun) {
    ShopProject shop;
    RecordedProcess process;
    ASSERT_TRUE(shop.run(process, {"state", "get"}));
    EXPECT_EQ(process.out(), "[]\n");
}

}  // namespace
}  // namespace levada::app
