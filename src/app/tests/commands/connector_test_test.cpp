#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ConnectorTest, ShowsAReadAndKeepsNothing) {
    // Goal: of a pipeline and of a manifest's file; the request without its key; limits; a stream that fails.
    ShopProject shop;
    RecordedProcess pipeline;
    ASSERT_EQ(shop.run(pipeline, {"connector", "test", "shop"}).value(), ExitCode::success);
    const std::string text = pipeline.out();
    EXPECT_NE(text.find("Authorization: REDACTED"), std::string::npos) << text;
    EXPECT_NE(text.find("2 records"), std::string::npos) << text;
    EXPECT_EQ(text.find("k3y-of-the-shop"), std::string::npos) << text;
    EXPECT_FALSE(std::filesystem::exists(shop.path() + "/.levada"));
    RecordedProcess limited;
    ASSERT_EQ(shop.run(limited, {"connector", "test", "shop", "--stream", "shops", "--records", "1"}).value(),
              ExitCode::success);
    EXPECT_NE(limited.out().find("The read ended at its limit of records."), std::string::npos) << limited.out();
    shop.is_refusing_shops = true;
    RecordedProcess failed;
    EXPECT_EQ(shop.run(failed, {"connector", "test", "shop", "--stream", "shops", "--json"}).value(),
              ExitCode::handled_failure);
    EXPECT_NE(failed.out().find("\"errors\":[\""), std::string::npos) << failed.out();
}

TEST(ConnectorTest, Mistakes) {
    // Goal: limits out of range, a stream or pipeline that is not there.
    const ShopProject shop;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"connector", "test", "shop", "--records", "0"},
          {"connector", "test", "shop", "--pages", "x"},
          {"connector", "test", "shop", "--stream", "item"},
          {"connector", "test", "shopp"}}) {
        RecordedProcess process;
        EXPECT_EQ(shop.run(process, words).error().code(), ErrorCode::invalid_config) << words.back();
    }
}

}  // namespace
}  // namespace levada::app
