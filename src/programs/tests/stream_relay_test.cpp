#include "stream_relay.h"

#include "contract/connector_contract.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(StreamRelay, BatchesAreBounded) {
    // Goal: many small records, or few large ones, go out before the read ends.
    KeptMessages kept;
    StreamRelay relay(kept, {"a"}, {});
    for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(relay.record("a", "{}").has_value());
    }
    EXPECT_EQ(kept.count("record"), 1000U);
    ASSERT_TRUE(relay.record("a", std::string(5'000'000, 'x')).has_value());
    EXPECT_EQ(kept.count("record"), 1001U);
    ASSERT_TRUE(relay.record("a", "{}").has_value());
    EXPECT_EQ(kept.count("record"), 1001U);
    ASSERT_TRUE(relay.flush().has_value());
    EXPECT_EQ(kept.count("record"), 1002U);
}

TEST(StreamRelay, AStreamEndsOnce) {
    // Goal: what comes after a last status, and streams nobody asked for, change nothing.
    KeptMessages kept;
    StreamRelay relay(kept, {"a"}, {});
    ASSERT_TRUE(relay.status("a", airbyte::StreamStatus::complete).has_value());
    ASSERT_TRUE(relay.status("a", airbyte::StreamStatus::incomplete).has_value());
    ASSERT_TRUE(relay.status("b", airbyte::StreamStatus::started).has_value());
    ASSERT_TRUE(relay.state("b", Json::object()).has_value());
    const auto outcome = relay.finish(true, {});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(outcome->has_succeeded());
    EXPECT_EQ(kept.said, (std::vector<std::string>{"status a started", "status a complete"}));
}

}  // namespace
}  // namespace levada::programs
