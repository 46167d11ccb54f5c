#include "page_body.h"

#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PageBody, StreamsAreNotDecoded) {
    testing::ComponentFixture fixture;
    HttpResponse http;
    http.status = 200;
    http.body = "{\"a\":1}";
    Response response(std::move(http));
    EXPECT_EQ(page_body(response, *plain_json_decoder()).value(), "{\"a\":1}");
    EXPECT_EQ(page_body(response, **fixture.make<Decoder>("type: JsonlDecoder")).value(), "{}");
}

TEST(PageBody, DecodersThatPaginationCannotRead) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml("{type: OffsetIncrement}");
    EXPECT_EQ(paging_decoder(FieldValues(node, fixture.context)).value(), plain_json_decoder());
    fixture.context.decoder = fixture.make<Decoder>("type: CsvDecoder").value();
    const auto refused = paging_decoder(FieldValues(node, fixture.context));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
