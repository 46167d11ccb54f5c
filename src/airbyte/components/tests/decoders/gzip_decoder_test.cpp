#include "decoder_support.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(GzipDecoder, Bodies) {
    testing::ComponentFixture fixture;
    constexpr const char* kNode = "{type: GzipDecoder, decoder: {type: JsonlDecoder}}";
    EXPECT_EQ(decoded(fixture, kNode, response_with(gzip_compress("{}\n"))), "{};");
    EXPECT_EQ(decoded(fixture, kNode, response_with("{}\n")), "{};");
    HttpResponse twice = response_with(gzip_compress("{}\n"));
    twice.headers.add("Content-Encoding", "gzip");
    twice.wire_body = gzip_compress(twice.body);
    EXPECT_EQ(decoded(fixture, kNode, twice), "{};");
}

TEST(GzipDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("GzipDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
