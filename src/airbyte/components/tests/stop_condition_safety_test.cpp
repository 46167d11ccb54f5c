#include "stop_condition_safety.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(StopConditionSafety, StopsOnReducedPage) {
    struct Case {
        const char* condition;
        bool want;
    };
    constexpr Case kCases[] = {
        {"{{ last_page_size < 10 }}", true},
        {"{{ last_page_size < page_size }}", false},
        {"{{ last_page_size == 0 }}", false},
        {"{{ last_page_size < 1 }}", false},
        {"{{ last_page_size <= 1 }}", true},
        {"{{ not (last_page_size >= 10) }}", false},
        {"{{ response.data | length < 10 }}", false},
        {"{{ response.next is none }}", false},
        {"{{ last_page_size < config['n'] }}", true},
        {"{{ not response.next or last_page_size < 10 }}", true},
        {"{% if last_page_size < 10 %}true{% endif %}", true},
        {"{{ 10 > last_page_size }}", true},
        {"{{ (last_page_size|int) < 10 }}", true},
        {"{{ last_page_size > 10 }}", false},
        {"{{ last_page_size in [0,1] }}", false},
        {"", false},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(stops_on_reduced_page(c.condition, 1), c.want) << c.condition;
    }
}

}  // namespace
}  // namespace levada::airbyte
