#include "decoder_support.h"
#include "zip_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(ZipfileDecoder, Bodies) {
    testing::ComponentFixture fixture;
    constexpr const char* kNode = "{type: ZipfileDecoder, decoder: {type: CsvDecoder}}";
    EXPECT_EQ(decoded(fixture, kNode, response_with(testing::stored_zip({{"a", "x\n1\n"}, {"b", "x\n2\n"}}))),
              "{\"x\":\"1\"};{\"x\":\"2\"};");
    EXPECT_EQ(decoded(fixture, kNode, response_with("no zip")), "error");
    EXPECT_EQ(decoded(fixture,
                      "{type: ZipfileDecoder, decoder: {type: JsonDecoder}}",
                      response_with(testing::stored_zip({{"a", "x"}}))),
              "error");
}

TEST(ZipfileDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("ZipfileDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
