#include "run/kept_config.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(KeptConfig, CountsUntilTheUserChangesTheProject) {
    const ShopServices shop;
    Pipeline pipeline = shop.pipeline();
    EXPECT_EQ(kept_config(*shop.services, pipeline).value(), pipeline.config);
    Json changed = pipeline.config;
    changed.set("api_key", "the next one");
    ASSERT_TRUE(keep_config(*shop.services, pipeline, changed));
    EXPECT_EQ(kept_config(*shop.services, pipeline).value(), changed);
    pipeline.config.set("api_key", "what the user wrote since");
    EXPECT_EQ(kept_config(*shop.services, pipeline).value(), pipeline.config);
}

}  // namespace
}  // namespace levada::app
