#include "project/project.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(ProjectSchema, IsJsonAndNamesTheKeysThatAreRead) {
    const auto schema = parse_json(project_json_schema());
    ASSERT_TRUE(schema) << schema.error().to_string();
    const Json* pipeline = schema->find_path({"properties", "pipelines", "additionalProperties", "properties"});
    ASSERT_NE(pipeline, nullptr);
    for (const char* key : {"connector",
                            "config",
                            "config_file",
                            "streams",
                            "schedule",
                            "timezone",
                            "every",
                            "http_rewrite",
                            "concurrency",
                            "retries",
                            "attempts_max",
                            "attempt_wait",
                            "attempt_wait_max"}) {
        EXPECT_TRUE(pipeline->contains(key)) << key;
    }
    EXPECT_EQ(pipeline->size(), 15U);
    EXPECT_NE(schema->find_path({"properties", "retries", "properties", "window"}), nullptr);
}

}  // namespace
}  // namespace levada::app
