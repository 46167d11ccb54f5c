#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(IterableDecoder, Bodies) {
    testing::ComponentFixture fixture;
    EXPECT_EQ(decoded(fixture, "type: IterableDecoder", response_with("a\r\n\nb")),
              "{\"record\":\"a\"};{\"record\":\"\"};{\"record\":\"b\"};");
    EXPECT_EQ(decoded(fixture, "type: IterableDecoder", response_with("\xFF")), "error");
}

TEST(IterableDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("IterableDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
