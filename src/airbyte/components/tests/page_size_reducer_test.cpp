#include "page_size_reducer.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

TEST(PageSizeReducer, ShrinksWaitsAndGivesUp) {
    testing::ComponentFixture f;
    const Json node =
        testing::yaml("type: PageSizeReduction\nreduction_factor: 2\nminimum_page_size: 20\nmax_attempts: 5\n");
    const PageSizeReduction rule = PageSizeReduction::make(node, f.context).value();
    PageSizeReducer reducer(rule, 100, f.clock);
    EXPECT_EQ(reducer.size_override(), std::nullopt);
    for (const std::int64_t want : {50, 25, 20}) {
        ASSERT_TRUE(reducer.reduce("items", "").has_value());
        EXPECT_EQ(reducer.size_override(), want);
    }
    const Result<void> end = reducer.reduce("items", "");
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(failure_type_of(end.error()), FailureType::transient_error);
    EXPECT_EQ(f.clock.slept(), std::chrono::milliseconds(500 + 1000 + 1500));
}

TEST(PageSizeReducer, PoliciesAfterSuccess) {
    testing::ComponentFixture f;
    const Json node = testing::yaml(
        "type: PageSizeReduction\nreset_policy: AFTER_SUCCESSFUL_PAGE\nretries_at_minimum_page_size: 1\n");
    const PageSizeReduction rule = PageSizeReduction::make(node, f.context).value();
    PageSizeReducer reducer(rule, 2, f.clock);
    ASSERT_TRUE(reducer.reduce("items", "").has_value());
    reducer.on_successful_page();
    EXPECT_EQ(reducer.size_override(), std::nullopt);
    ASSERT_TRUE(reducer.reduce("items", "").has_value());
    ASSERT_TRUE(reducer.reduce("items", "").has_value()) << "one retry at the smallest size";
    EXPECT_FALSE(reducer.reduce("items", "").has_value());
}

TEST(PageSizeReducer, Refusals) {
    testing::ComponentFixture f;
    EXPECT_FALSE(PageSizeReduction::make(testing::yaml("reduction_factor: 1\n"), f.context).has_value());
    const PageSizeReduction rule;
    PageSizeReducer reducer(rule, std::nullopt, f.clock);
    EXPECT_EQ(failure_type_of(reducer.reduce("items", "").error()), FailureType::config_error);
}

}  // namespace
}  // namespace levada::airbyte
