#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(JsonItemsDecoder, Bodies) {
    testing::ComponentFixture fixture;
    constexpr const char* kNode = "{type: JsonItemsDecoder, items_path: data.users}";
    EXPECT_EQ(decoded(fixture, kNode, response_with("{\"data\":{\"users\":[{\"id\":1},2]}}")), "{\"id\":1};2;");
    EXPECT_EQ(decoded(fixture, kNode, response_with("{\"data\":{\"users\":{}}}")), "");
    EXPECT_EQ(decoded(fixture, kNode, response_with("{\"data\":")), "error");
    constexpr const char* kNested = "{type: JsonItemsDecoder, items_path: data.item.users}";
    EXPECT_EQ(decoded(fixture, kNested, response_with("{\"data\":[{\"users\":[1]},{\"users\":[2]}]}")), "1;2;");
}

TEST(JsonItemsDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("JsonItemsDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
