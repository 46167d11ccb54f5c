#include "run/pipelines.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

Project project_with(const std::vector<std::string>& names) {
    Project project;
    for (const std::string& name : names) {
        Pipeline pipeline;
        pipeline.name = name;
        project.pipelines.push_back(std::move(pipeline));
    }
    return project;
}

TEST(PipelineOf, FindsByNameOrTakesTheOnlyOne) {
    const Project one = project_with({"shop"});
    EXPECT_EQ(pipeline_of(one, "").value()->name, "shop");
    EXPECT_EQ(pipeline_of(one, "shop").value()->name, "shop");
    const Project two = project_with({"shop", "blog"});
    EXPECT_EQ(pipeline_of(two, "").error().message(), "there are several pipelines: name one of shop, blog");
    EXPECT_EQ(pipeline_of(two, "shopp").error().message(), "there is no pipeline \"shopp\"; did you mean \"shop\"?");
    EXPECT_EQ(pipeline_of(two, "zzzzzz").error().hint(), "the pipelines are: shop, blog");
}

}  // namespace
}  // namespace levada::app
