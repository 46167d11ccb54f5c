#include "project/project.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

Result<Project> load(const std::string& text) {
    const testing::TempDir folder;
    LEVADA_CHECK(write_file_atomically(folder.path() / "levada.yaml", text));
    LEVADA_CHECK(write_file_atomically(folder.path() / "c.yaml", "type: DeclarativeSource\n"));
    return load_project(folder.path(), {{"KEY", "k3y"}});
}

TEST(LoadProject, ReadsAWholePipeline) {
    const auto project = load(
        "version: 1\nserve: {port: 0, api_key: '${env:KEY}'}\nretention: {queue_mb: 2, dead_letter_days: 30}\n"
        "loading: {backlog_mb: 10, backlog_total_mb: 100, refused_for_max: 90s}\npipelines:\n  shop:\n"
        "    connector: c.yaml\n    config: {key: '${env:KEY}', n: 3}\n    every: 15m\n    concurrency: 8\n    "
        "http_rewrite: "
        "http://x/{host}\n"
        "    streams:\n      a: {sync_mode: incremental, destination_sync_mode: append_dedup, primary_key: id}\n      "
        "b:\n");
    ASSERT_TRUE(project) << project.error().to_string();
    const Pipeline* shop = project->find("shop");
    ASSERT_NE(shop, nullptr);
    EXPECT_EQ(project->find("none"), nullptr);
    EXPECT_EQ(shop->config.dump(), R"({"key":"k3y","n":3})");
    EXPECT_EQ(shop->every, std::chrono::minutes(15));
    EXPECT_EQ(shop->concurrency, 8);
    EXPECT_EQ(shop->streams.size(), 2U);
    EXPECT_EQ(shop->streams[0].primary_key, std::vector<std::string>{"id"});
    EXPECT_EQ(shop->streams[1].name, "b");
    EXPECT_EQ(project->settings.listen_port, 0);
    EXPECT_EQ(project->settings.api_key, "k3y");
    EXPECT_EQ(project->settings.queue_retention_bytes, std::uint64_t{2} << 20U);
    EXPECT_EQ(project->settings.dead_letter_retention_days, 30U);
    EXPECT_EQ(project->settings.backlog.stream_size_bytes_max, std::uint64_t{10} << 20U);
    EXPECT_EQ(project->settings.backlog.total_size_bytes_max, std::uint64_t{100} << 20U);
    EXPECT_EQ(project->settings.backlog.commit_size_bytes, std::uint64_t{5} << 20U) << "fits into the backlog twice";
    EXPECT_EQ(project->settings.refused_for_max, std::chrono::seconds(90));
    EXPECT_EQ(project->secrets.size(), 2U);
}

TEST(LoadProject, RefusesWithFileLineAndAHint) {
    struct Case {
        const char* text;
        const char* message;
        const char* place;
    };
    constexpr Case kCases[] = {
        {"pipelines:\n  a:\n    conector: c.yaml\n", "pipelines.a.connector is missing", ":3"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    scedule: x\n", "did you mean \"schedule\"?", ":4"},
        {"pipelines:\n  a:\n    connector: none.yaml\n", "there is no file", ":3"},
        {"pipelines:\n  A-b:\n    connector: c.yaml\n", "a pipeline's name has small letters", ":3"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    every: soon\n", "wanted a number with s, m, h or d", ":4"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    every: 1m\n    schedule: '* * * * *'\n", "found both", ":4"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    streams:\n      s: {sync_mode: full}\n", "wanted one of", ":5"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    concurrency: 33\n", "concurrency: wanted 1 to 32", ":4"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    concurrency: 0\n", "concurrency: wanted 1 to 32", ":4"},
        {"pipelines:\n  a:\n    connector: {command: [x]}\n    concurrency: 2\n",
         "reads its streams as it wants",
         ":4"},
        {"pipelines:\n  a:\n    connector: c.yaml\n    config: 3\n", "wanted a map, found a number", ":4"},
        {"version: 2\npipelines: {}\n", "version: wanted 1", ":1"},
        {"version: 1\n", "pipelines is missing", ":1"},
        {"serve: {port: 70000}\npipelines: {}\n", "serve.port: wanted 0 to 65535", ":1"},
        {"loading: {backlog_mb: 0}\npipelines: {}\n", "loading.backlog_mb: wanted 1 to 1000000000", ":1"},
        {"loading: {refused_for_max: soon}\npipelines: {}\n", "wanted a number with s, m, h or d", ":1"},
        {"loading: {backlog_mb: 17592186044416}\npipelines: {}\n", "loading.backlog_mb: wanted 1 to 1000000000", ":1"},
        {"retention: {queue_mb: 1000000001}\npipelines: {}\n", "retention.queue_mb: wanted 1 to 1000000000", ":1"},
        {"retention: {raw_days: -1}\npipelines: {}\n", "retention.raw_days: wanted 0 to 36500", ":1"},
        {"retention: {dead_letter_days: 200000}\npipelines: {}\n",
         "retention.dead_letter_days: wanted 0 to 36500",
         ":1"},
        {"pipeline: {}\n", "did you mean \"pipelines\"?", ":1"},
        {"a: [1\n", "YAML", ":2"},
        {"- a\n", "wanted a map, found a list", ":1"},
    };
    for (const Case& c : kCases) {
        const auto project = load(c.text);
        ASSERT_FALSE(project) << c.text;
        EXPECT_NE(project.error().message().find(c.message), std::string::npos)
            << c.text << "\n  wanted: " << c.message << "\n  found: " << project.error().message();
        EXPECT_TRUE(project.error().place().ends_with(c.place)) << c.text << " at " << project.error().place();
        EXPECT_EQ(project.error().code(), ErrorCode::invalid_config);
    }
}

TEST(LoadProject, SaysHowToMakeOne) {
    const testing::TempDir folder;
    const auto project = load_project(folder.path(), {});
    ASSERT_FALSE(project);
    EXPECT_NE(project.error().hint().find("levada init"), std::string::npos);
}

}  // namespace
}  // namespace levada::app
