#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

// The server as a process, with signals and schedules, is in tests/cases; here is what it refuses before it listens.
TEST(UpCommand, RefusesBeforeItListens) {
    ShopProject shop;
    RecordedProcess process;
    shop.write("levada.yaml",
               "serve: {host: 0.0.0.0, port: 0}\npipelines:\n  shop:\n    connector: shop.yaml\n"
               "    config: {base_url: 'http://127.0.0.1:1', api_key: x}\n");
    EXPECT_EQ(shop.run(process, {"up"}).error().code(), ErrorCode::invalid_config) << "no key beyond loopback";
    shop.write("levada.yaml",
               "serve: {port: 0}\npipelines:\n  shop:\n    connector: shop.yaml\n    schedule: 'x y'\n"
               "    config: {base_url: 'http://127.0.0.1:1', api_key: x}\n");
    EXPECT_EQ(shop.run(process, {"up"}).error().code(), ErrorCode::invalid_config) << "no cron expression";
}

}  // namespace
}  // namespace levada::app
