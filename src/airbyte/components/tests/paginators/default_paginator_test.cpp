#include "page_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

using testing::Page;
using testing::token_after;

constexpr const char* kNode =
    "type: DefaultPaginator\n"
    "page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: limit}\n"
    "page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}\n"
    "pagination_strategy: {type: PageIncrement, page_size: 2, start_from_page: 1}\n";

TEST(DefaultPaginator, Options) {
    testing::ComponentFixture fixture;
    const auto paginator = fixture.make<Paginator>(kNode).value();
    EXPECT_EQ(paginator->request_parts({})->params.dump(), R"({"limit":2})");
    const Json token = testing::yaml("next_page_token: 3");
    RequestScope scope;
    scope.next_page_token = &token;
    EXPECT_EQ(paginator->request_parts(scope)->params.dump(), R"({"page":3,"limit":2})");
    scope.page_size_override = 1;
    EXPECT_EQ(paginator->request_parts(scope)->params.dump(), R"({"page":3,"limit":1})");
    EXPECT_EQ(paginator->path(scope).value(), std::nullopt);
    EXPECT_EQ(token_after(*paginator, Page{.received = 2}), "2");
}

TEST(DefaultPaginator, TokenAsPath) {
    testing::ComponentFixture fixture;
    const auto paginator =
        fixture
            .make<Paginator>(
                "type: DefaultPaginator\npage_token_option: {type: RequestPath}\n"
                "pagination_strategy: {type: CursorPagination, cursor_value: \"{{ response.next }}\"}\n")
            .value();
    const Json token = testing::yaml("next_page_token: /p2");
    RequestScope scope;
    EXPECT_EQ(paginator->path(scope).value(), std::nullopt);
    scope.next_page_token = &token;
    EXPECT_EQ(paginator->path(scope).value(), "/p2");
    EXPECT_EQ(paginator->request_parts(scope)->params.size(), 0U);
}

TEST(DefaultPaginator, Refused) {
    testing::ComponentFixture fixture;
    for (const char* text : {"type: DefaultPaginator\n"
                             "page_size_option: {type: RequestOption, inject_into: header, field_name: a}\n"
                             "pagination_strategy: {type: PageIncrement}\n",
                             "type: DefaultPaginator\n"
                             "page_size_option: {type: RequestOption, inject_into: header, field_name: a}\n"
                             "page_token_option: {type: RequestOption, inject_into: header, field_name: a}\n"
                             "pagination_strategy: {type: PageIncrement, page_size: 2}\n"}) {
        EXPECT_FALSE(fixture.make<Paginator>(text)) << text;
    }
}

TEST(DefaultPaginator, RefusesDecodersWhateverTheStrategy) {
    testing::ComponentFixture fixture;
    fixture.context.decoder = fixture.make<Decoder>("type: CsvDecoder").value();
    EXPECT_EQ(fixture.make<Paginator>(kNode).error().code(), ErrorCode::invalid_config);
    fixture.context.decoder = fixture.make<Decoder>("type: JsonDecoder").value();
    EXPECT_TRUE(fixture.make<Paginator>(kNode).has_value());
}

}  // namespace
}  // namespace levada::airbyte
