#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::Page;
using testing::token_after;

TEST(NoPagination, OnePage) {
    testing::ComponentFixture fixture;
    const auto paginator = fixture.make<Paginator>("type: NoPagination").value();
    EXPECT_EQ(token_after(*paginator, Page{.received = 100}), "end");
    EXPECT_EQ(paginator->initial_token().value(), std::nullopt);
    EXPECT_EQ(paginator->page_size().value(), std::nullopt);
    EXPECT_EQ(paginator->path({}).value(), std::nullopt);
    EXPECT_EQ(paginator->request_parts({})->params.size(), 0U);
}

}  // namespace
}  // namespace levada::airbyte
