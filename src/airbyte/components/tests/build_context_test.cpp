#include "levada/airbyte/components/build_context.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(BuildContext, ErrorsNameTheirPlace) {
    testing::ComponentFixture f;
    f.source.manifest_file = "m.yaml";
    f.context.stream = "items";
    const Json node = testing::yaml("a: 1\nb:\n  c: 2\n");
    const Error error = f.context.error_at(*node.find("b"), ErrorCode::invalid_config, "wrong");
    EXPECT_TRUE(std::string(error.place()).starts_with("m.yaml:"));
    EXPECT_EQ(error.fact("stream"), "items");
}

TEST(BuildContext, SharedObjectsAreOnePerType) {
    testing::ComponentFixture f;
    f.source.shared<int>() = 5;
    EXPECT_EQ(f.source.shared<int>(), 5);
    EXPECT_EQ(f.source.shared<long>(), 0);
}

TEST(BuildContext, ConfiguredStream) {
    testing::ComponentFixture f;
    EXPECT_EQ(f.source.configured_stream("a"), nullptr);
    f.source.catalog = testing::yaml("streams:\n- stream: {name: a}\n  cursor_field: [x]\n");
    ASSERT_NE(f.source.configured_stream("a"), nullptr);
    EXPECT_NE(f.source.configured_stream("a")->find("cursor_field"), nullptr);
    EXPECT_EQ(f.source.configured_stream("b"), nullptr);
}

}  // namespace
}  // namespace levada::airbyte
