#include "decoder_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::decoded;
using testing::response_with;

TEST(JsonDecoder, Bodies) {
    testing::ComponentFixture fixture;
    struct Case {
        const char* body;
        const char* want;
    };
    constexpr Case kCases[] = {{"{\"a\":1}", "{\"a\":1};"},
                               {"[{\"a\":1}, 2]", "{\"a\":1};2;"},
                               {"[]", "{};"},
                               {"", "{};"},
                               {"null", "{};"},
                               {"<html>", "{};"},
                               {"{\"a\":", "{};"},
                               {"3", "3;"}};
    for (const Case& c : kCases) {
        EXPECT_EQ(decoded(fixture, "type: JsonDecoder", response_with(c.body)), c.want) << c.body;
    }
    EXPECT_TRUE(plain_json_decoder()->is_plain_json());
}

TEST(JsonDecoder, Example) {
    testing::ComponentFixture fixture;
    EXPECT_TRUE(fixture.make<Decoder>(find_component("JsonDecoder")->example));
}

}  // namespace
}  // namespace levada::airbyte
