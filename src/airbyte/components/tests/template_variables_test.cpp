#include "template_variables.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(TemplateVariables, OnePerSourceAndAlwaysCurrent) {
    testing::ComponentFixture f(Json::object({{"a", 1}}));
    const TemplateVariables& variables = TemplateVariables::of(f.source);
    EXPECT_EQ(&variables, &TemplateVariables::of(f.source));
    EXPECT_EQ(variables.context().find("config")->find("a").as_integer(), 1);
    f.source.mutable_config().set("a", Json(2));
    EXPECT_EQ(variables.context().find("config")->find("a").as_integer(), 2);
    ASSERT_TRUE(variables.context().now().has_value());
    EXPECT_NE(variables.context().random_seed(), variables.context().random_seed())
        << "each evaluation its own numbers";
}

}  // namespace
}  // namespace levada::airbyte
