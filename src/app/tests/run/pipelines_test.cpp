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

TEST(StateMessages, BothFormsAreRead) {
    const Json messages = Json::array({state_message("a", Json::object({{"x", 1}}))});
    const auto states = states_of_messages(messages, "s.json");
    ASSERT_TRUE(states);
    ASSERT_EQ(states->size(), 1U);
    EXPECT_EQ(states->front().first, "a");
    EXPECT_EQ(states->front().second.dump(), R"({"x":1})");
    const auto map = states_of_messages(parse_json(R"({"a": {"x": 1}, "b": {}})").value(), "s.json");
    ASSERT_TRUE(map);
    EXPECT_EQ(map->size(), 2U);
    EXPECT_EQ(states_of_messages(Json::array({1}), "s.json").error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
