#pragma once

#include "shop_project.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "levada/adapters/local_queue.h"
#include "levada/adapters/system_clock.h"
#include "levada/delivery/messages.h"

namespace levada::app {

/// The shop after a run, with a dead letter for each text.
inline void keep_letters(const ShopProject& shop, const std::vector<std::string>& bodies) {
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    const SystemClock clock;
    const auto queue = LocalQueue::open(shop.path() + "/.levada/queue", {}, clock, no_log());
    ASSERT_TRUE(queue.has_value());
    for (const std::string& body : bodies) {
        const std::string message = encode(DeadLetter{.run = "r1",
                                                      .stream = "items",
                                                      .record = 0,
                                                      .code = "invalid_data",
                                                      .error = "wanted 1, found \"x\"",
                                                      .time_us = 1'767'225'600'000'000,
                                                      .body = body});
        const std::string_view payload = message;
        ASSERT_TRUE((*queue)->append("shop.items.dlq", std::span(&payload, 1)));
    }
}

}  // namespace levada::app
