#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::Page;
using testing::token_after;

TEST(CursorPagination, Next) {
    struct Case {
        const char* name;
        const char* fields;
        Page page;
        const char* want;
    };
    const Case cases[] = {
        {"response", "cursor_value: \"{{ response.next }}\"", {.body = R"({"next":"n2"})"}, "\"n2\""},
        {"number", "cursor_value: \"{{ response.next }}\"", {.body = R"({"next":"12"})"}, "12"},
        {"missing", "cursor_value: \"{{ response.next }}\"", {}, "end"},
        {"false", "cursor_value: \"{{ response.next }}\"", {.body = R"({"next":false})"}, "end"},
        {"header", "cursor_value: \"{{ headers['X-Next'] }}\"", {}, "\"h2\""},
        {"link", "cursor_value: \"{{ headers.link.next.url }}\"", {}, "\"https://a.test/p2\""},
        {"last record", "cursor_value: \"{{ last_record['id'] }}\"", {.last_record = R"({"id":9})"}, "9"},
        {"root list", "cursor_value: \"{{ response.next }}\"", {.body = R"([{"next":"a"},{"next":"b"}])"}, "\"a\""},
        {"stop first",
         "{cursor_value: \"x\", stop_condition: \"{{ response.last }}\"}",
         {.body = R"({"last":true})"},
         "end"},
        {"sizes", "{cursor_value: \"{{ last_page_size }}-{{ page_size }}\", page_size: 5}", {.records = 3}, "\"3-5\""},
        {"two missing levels", "cursor_value: \"{{ response.a.b }}\"", {}, "error"},
    };
    for (const Case& c : cases) {
        testing::ComponentFixture fixture;
        Json node = testing::yaml(c.fields);
        node.set("type", Json("CursorPagination"));
        EXPECT_EQ(token_after(**build<PaginationStrategy>(node, fixture.context), c.page), c.want) << c.name;
    }
}

TEST(CursorPagination, PageSizeVariableNeedsAPageSize) {
    testing::ComponentFixture fixture;
    const auto made = fixture.make<PaginationStrategy>(
        "{type: CursorPagination, cursor_value: x, stop_condition: \"{{ last_page_size < page_size }}\"}");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
