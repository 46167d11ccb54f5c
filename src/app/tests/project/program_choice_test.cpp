#include "project/program_choice.h"

#include "project/project.h"
#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

/// The pipeline of a project whose `connector` is this YAML, or the error.
Result<Pipeline> pipeline_with(const std::string& connector) {
    const ShopProject shop;
    LEVADA_CHECK(write_file_atomically(std::filesystem::path(shop.path()) / "levada.yaml",
                                       "pipelines:\n  x:\n    connector: " + connector + "\n"));
    LEVADA_TRY(const Project project,
               load_project(
                   shop.path(),
                   {{"PATH", "/bin"}, {"AWS_SECRET", "not for programs"}, {"PIP_INDEX_URL", "i"}, {"TOKEN", "t0ken"}}));
    return project.pipelines.at(0);
}

TEST(ProgramChoice, WaysToNameAConnector) {
    // Goal: what is run, by which protocol, and what has to be installed where.
    struct Case {
        const char* connector;
        ConnectorKind kind;
        std::vector<std::string> command;
        std::vector<std::string> requirements;
        std::string venv;
    };
    const Case cases[] = {
        {"shop.yaml", ConnectorKind::manifest, {}, {"airbyte-cdk==7.39.1"}, "airbyte-cdk-7.39.1"},
        {"{manifest: shop.yaml, requirements: [airbyte-cdk==6.0.0]}",
         ConnectorKind::manifest,
         {},
         {"airbyte-cdk==6.0.0"},
         "airbyte-cdk-6.0.0"},
        {"{package: airbyte-source-faker==7.2.1}",
         ConnectorKind::airbyte,
         {"source-faker"},
         {"airbyte-source-faker==7.2.1"},
         "airbyte-source-faker-7.2.1"},
        {"{package: 'tap-x[extra]>=2'}", ConnectorKind::singer, {"tap-x"}, {"tap-x[extra]>=2"}, "tap-x-extra-2"},
        {"{package: my-tap, program: tap, protocol: singer}", ConnectorKind::singer, {"tap"}, {"my-tap"}, "my-tap"},
        {"{command: [python3, functions/source.py]}",
         ConnectorKind::airbyte,
         {"python3", "functions/source.py"},
         {},
         ""},
    };
    for (const Case& c : cases) {
        const auto got = pipeline_with(c.connector);
        ASSERT_TRUE(got.has_value()) << c.connector << ": " << got.error().to_string();
        EXPECT_EQ(got->program.kind, c.kind) << c.connector;
        EXPECT_EQ(got->program.command, c.command) << c.connector;
        EXPECT_EQ(got->program.requirements, c.requirements) << c.connector;
        EXPECT_EQ(got->program.venv.filename(), c.venv) << c.connector;
        EXPECT_EQ(got->connector.empty(), c.kind != ConnectorKind::manifest) << c.connector;
    }
}

TEST(ProgramChoice, LimitsAndEnvironment) {
    // Goal: limits as said; programs see of our environment only what they need, and what the project gives them.
    const auto got = pipeline_with(
        "{command: [x], memory_mb: 0, time_limit: 2h, silence_limit: 5m, environment: {KEY: '${env:TOKEN}', N: 1}}");
    ASSERT_TRUE(got.has_value()) << got.error().to_string();
    EXPECT_EQ(got->program.memory_mb, 0U);
    EXPECT_EQ(got->program.time_max, std::chrono::hours(2));
    EXPECT_EQ(got->program.silence_max, std::chrono::minutes(5));
    const auto& environment = got->program.environment;
    EXPECT_EQ(environment.at("KEY"), "t0ken");
    EXPECT_EQ(environment.at("N"), "1");
    EXPECT_EQ(environment.at("PATH"), "/bin");
    EXPECT_EQ(environment.at("PIP_INDEX_URL"), "i");
    EXPECT_FALSE(environment.contains("AWS_SECRET"));
    EXPECT_FALSE(environment.contains("TOKEN"));
}

TEST(ProgramChoice, Mistakes) {
    // Goal: each is told with its line.
    const std::pair<const char*, const char*> cases[] = {
        {"{}", "connector: wanted one of manifest, package, command"},
        {"{package: a, command: [b]}", "connector: wanted one of manifest, package, command"},
        {"{package: a, protocol: rest}", "protocol"},
        {"{command: [a], memory: 1}", "unknown key \"pipelines.x.connector.memory\""},
        {"{command: [a], memory_mb: -1}", "memory_mb: wanted 0 (no limit) or the megabytes"},
        {"{command: [a], time_limit: soon}", "time_limit: interval \"soon\""},
        {"{manifest: none.yaml}", "there is no file"},
    };
    for (const auto& [connector, want] : cases) {
        const auto got = pipeline_with(connector);
        ASSERT_FALSE(got.has_value()) << connector;
        EXPECT_EQ(got.error().code(), ErrorCode::invalid_config) << connector;
        EXPECT_NE(got.error().message().find(want), std::string::npos) << connector << ": " << got.error().to_string();
        EXPECT_NE(got.error().place().find("levada.yaml:3"), std::string::npos) << connector;
    }
}

}  // namespace
}  // namespace levada::app
