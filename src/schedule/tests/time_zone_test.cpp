#include "levada/schedule/time_zone.h"

#include <gtest/gtest.h>

namespace levada::schedule {
namespace {

TEST(TimeZone, Utc) {
    const auto zone = TimeZone::find("UTC");
    ASSERT_TRUE(zone.has_value());
    const Instant when(std::chrono::seconds(1'000'000));
    EXPECT_EQ(zone->to_local(when).time_since_epoch(), std::chrono::seconds(1'000'000));
    EXPECT_EQ(zone->resolve(zone->to_local(when)).first, when);
    EXPECT_EQ(zone->name(), "UTC");
}

TEST(TimeZone, FindRefusesUnknownNames) {
    const auto zone = TimeZone::find("Europe/Lisboa");
    ASSERT_FALSE(zone.has_value());
    EXPECT_TRUE(zone.error().code() == ErrorCode::invalid_config || zone.error().code() == ErrorCode::unavailable);
    EXPECT_FALSE(zone.error().hint().empty());
}

}  // namespace
}  // namespace levada::schedule
