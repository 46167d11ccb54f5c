#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(XmlDecoder, Bodies) {
    testing::ComponentFixture fixture;
    EXPECT_EQ(decoded(fixture, "type: XmlDecoder", response_with("<a><b>1</b></a>", "application/xml")),
              "{\"a\":{\"b\":\"1\"}};");
    EXPECT_EQ(decoded(fixture, "type: XmlDecoder", response_with("<a>", "application/xml")), "{};");
    EXPECT_EQ(decoded(fixture, "type: XmlDecoder", response_with("<a>\xC3\xBC</a>", "text/xml")),
              "{\"a\":\"\xC3\x83\xC2\xBC\"};");
}

TEST(XmlDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("XmlDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
