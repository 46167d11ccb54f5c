#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(CsvDecoder, Bodies) {
    testing::ComponentFixture fixture;
    EXPECT_EQ(decoded(fixture, "type: CsvDecoder", response_with("a,b\n1,\"x\"\"y\"\n\n2\n")),
              "{\"a\":\"1\",\"b\":\"x\\\"y\"};{\"a\":\"2\",\"b\":null};");
    EXPECT_EQ(decoded(fixture, "{type: CsvDecoder, delimiter: \"\\\\t\"}", response_with("a\tb\n1\t2\n")),
              "{\"a\":\"1\",\"b\":\"2\"};");
    EXPECT_EQ(decoded(fixture, "{type: CsvDecoder, set_values_to_none: [\"-\"]}", response_with("a\n-\n")),
              "{\"a\":null};");
    EXPECT_EQ(decoded(fixture, "{type: CsvDecoder, encoding: latin-1}", response_with("a\n\xFC\n")),
              "{\"a\":\"\xC3\xBC\"};");
    EXPECT_EQ(decoded(fixture, "type: CsvDecoder", response_with("a\n\xFC\n")), "error");
    EXPECT_EQ(decoded(fixture, "type: CsvDecoder", response_with("a,a\n1,2\n")), "{\"a\":\"2\"};");
}

TEST(CsvDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("CsvDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
