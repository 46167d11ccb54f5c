#include "run/preparation.h"

#include "run/connector.h"
#include "run/watched_programs.h"
#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(Preparation, PlansAllStreamsOrThoseThatAreNamed) {
    const ShopServices shop;
    CurlHttp http({}, *shop.services->clock);
    WatchedPrograms programs(*shop.services->clock);
    const auto all = prepare(*shop.services, shop.pipeline(), {}, http, programs);
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->plan.size(), 2U);
    ASSERT_EQ(all->secrets.size(), 1U);
    EXPECT_EQ(all->secrets[0].reveal(), "k3y-of-the-shop");
    const auto one = prepare(*shop.services, shop.pipeline(), {"shops"}, http, programs);
    ASSERT_TRUE(one) << one.error().to_string();
    ASSERT_EQ(one->plan.size(), 1U);
    EXPECT_EQ(one->plan[0].name, "shops");
    EXPECT_EQ(prepare(*shop.services, shop.pipeline(), {"shop"}, http, programs).error().code(),
              ErrorCode::invalid_config);
    EXPECT_EQ(shop.shop.request_count(), 0U);
}

}  // namespace
}  // namespace levada::app
