#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::Page;
using testing::token_after;

TEST(PageIncrement, Next) {
    struct Case {
        const char* name;
        const char* node;
        Page page;
        const char* want;
    };
    const Case cases[] = {
        {"full page", "{type: PageIncrement, page_size: 2}", {.received = 2, .token = Json(3)}, "4"},
        {"first page", "{type: PageIncrement, page_size: 2, start_from_page: 1}", {.received = 2}, "2"},
        {"short page", "{type: PageIncrement, page_size: 2}", {.received = 1, .token = Json(3)}, "end"},
        {"filtered page counts what came",
         "{type: PageIncrement, page_size: 2}",
         {.received = 2, .records = 0, .token = Json(3)},
         "4"},
        {"no size, some records", "type: PageIncrement", {.received = 1, .token = Json(3)}, "4"},
        {"no size, none", "type: PageIncrement", {.received = 0, .token = Json(3)}, "end"},
        {"not extracted", "{type: PageIncrement, page_size: \"2\"}", {.records = 2, .token = Json(3)}, "4"},
        {"text token", "type: PageIncrement", {.received = 1, .token = Json("x")}, "error"},
        {"smaller pages", "type: PageIncrement", {.received = 1, .token = Json(3), .size_override = 1}, "error"},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        EXPECT_EQ(token_after(**fixture.make<PaginationStrategy>(c.node), c.page), c.want) << c.name;
    }
}

TEST(PageIncrement, FirstToken) {
    testing::ComponentFixture fixture;
    const auto first =
        fixture.make<PaginationStrategy>("{type: PageIncrement, start_from_page: 1, inject_on_first_request: true}")
            .value();
    EXPECT_EQ(first->initial_token().value(), Json(1));
    EXPECT_EQ(fixture.make<PaginationStrategy>("type: PageIncrement").value()->initial_token().value(), std::nullopt);
}

}  // namespace
}  // namespace levada::airbyte
