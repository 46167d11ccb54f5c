#include "stream_support.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

TEST(StreamSupport, ListsOfTemplates) {
    testing::ComponentFixture f(Json::object({{"k", "v"}}));
    const auto steps = interpolated_list(testing::yaml("[a, \"{{ config.k }}\", 5]"), Json::object(), f.context);
    ASSERT_TRUE(steps.has_value());
    const auto values = eval_all(*steps);
    EXPECT_EQ((*values)[1].dump(), "\"v\"");
    EXPECT_EQ((*values)[2].dump(), "5");
    EXPECT_EQ(texts_of(*steps).value(), (std::vector<std::string>{"a", "v", "5"}));
}

TEST(StreamSupport, ValueTypes) {
    EXPECT_EQ(value_types_named("string"), ValueTypes::text);
    EXPECT_EQ(value_types_named("integer"), ValueTypes::integer);
    EXPECT_EQ(value_types_named("number"), ValueTypes::number);
    EXPECT_EQ(value_types_named("boolean"), ValueTypes::boolean);
    EXPECT_EQ(value_types_named(""), ValueTypes::any);
}

TEST(StreamSupport, DecoderIsJsonUnlessNamed) {
    testing::ComponentFixture f;
    const auto decoder = decoder_of(f.context);
    ASSERT_TRUE(decoder.has_value());
    EXPECT_TRUE((*decoder)->is_plain_json());
    f.context.decoder = *decoder;
    EXPECT_EQ(decoder_of(f.context).value(), *decoder);
}

}  // namespace
}  // namespace levada::airbyte
