#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(JsonlDecoder, Bodies) {
    testing::ComponentFixture fixture;
    EXPECT_EQ(decoded(fixture, "type: JsonlDecoder", response_with("{\"a\":1}\nx\n[2]\n")), "{\"a\":1};[2];");
    EXPECT_TRUE(fixture.make<Decoder>("type: JsonlDecoder").value()->is_streaming());
}

TEST(JsonlDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("JsonlDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
