#include "run/stream_ids.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(TakeNumbers, SyncsGrowAlwaysGenerationsWithOverwrites) {
    const ShopServices shop;
    PlannedStream kept;
    kept.name = "items";
    kept.destination_sync_mode = "append_dedup";
    PlannedStream replaced;
    replaced.name = "shops";
    replaced.destination_sync_mode = "overwrite";
    for (std::int64_t run = 1; run <= 3; ++run) {
        const auto numbers = take_numbers(*shop.services, shop.pipeline(), {kept, replaced});
        ASSERT_TRUE(numbers) << numbers.error().to_string();
        EXPECT_EQ(numbers->sync_id, run);
        EXPECT_EQ(numbers->generations.at("items"), 0);
        EXPECT_EQ(numbers->generations.at("shops"), run);
    }
}

TEST(KeepGeneration, IsWhatTheNextRunGets) {
    const ShopServices shop;
    PlannedStream stream;
    stream.name = "items";
    stream.destination_sync_mode = "append_dedup";
    EXPECT_EQ(take_numbers(*shop.services, shop.pipeline(), {stream})->generations.at("items"), 0);
    ASSERT_TRUE(keep_generation(*shop.services, shop.pipeline(), "items", 4));
    EXPECT_EQ(take_numbers(*shop.services, shop.pipeline(), {stream})->generations.at("items"), 4);
}

}  // namespace
}  // namespace levada::app
