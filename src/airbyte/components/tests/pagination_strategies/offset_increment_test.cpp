#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::Page;
using testing::token_after;

TEST(OffsetIncrement, Next) {
    struct Case {
        const char* name;
        const char* node;
        Page page;
        const char* want;
    };
    const Case cases[] = {
        {"first page", "{type: OffsetIncrement, page_size: 2}", {.received = 2}, "2"},
        {"more than asked", "{type: OffsetIncrement, page_size: 2}", {.received = 3, .token = Json(2)}, "5"},
        {"short page", "{type: OffsetIncrement, page_size: 2}", {.received = 1, .token = Json(2)}, "end"},
        {"size from the response",
         "{type: OffsetIncrement, page_size: \"{{ response['size'] }}\"}",
         {.body = R"({"size":1})", .received = 1, .token = Json(2)},
         "3"},
        {"smaller pages",
         "{type: OffsetIncrement, page_size: 10}",
         {.received = 5, .token = Json(0), .size_override = 5},
         "5"},
        {"text size",
         "{type: OffsetIncrement, page_size: \"{{ response['size'] }}\"}",
         {.body = R"({"size":"x"})", .received = 1},
         "error"},
        {"none", "type: OffsetIncrement", {.received = 0}, "end"},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        EXPECT_EQ(token_after(**fixture.make<PaginationStrategy>(c.node), c.page), c.want) << c.name;
    }
}

TEST(OffsetIncrement, PageSizeMustBeAnInteger) {
    testing::ComponentFixture fixture(testing::yaml("size: many"));
    const auto strategy =
        fixture.make<PaginationStrategy>("{type: OffsetIncrement, page_size: \"{{ config['size'] }}\"}").value();
    EXPECT_EQ(strategy->page_size().error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
