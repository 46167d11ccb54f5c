#include "project/retry_settings.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

/// The project with `root` before its pipelines and `pipeline` in its one pipeline.
Result<Project> load_shop(const std::string& root, const std::string& pipeline) {
    const levada::testing::TempDir folder;
    LEVADA_CHECK(write_file_atomically(folder.path() / "shop.yaml", "version: 6.0.0\n"));
    LEVADA_CHECK(write_file_atomically(folder.path() / "levada.yaml",
                                       root + "pipelines:\n  shop:\n    connector: shop.yaml\n" + pipeline));
    return load_project(folder.path(), {});
}

TEST(RetrySettings, AreReadWithTheirDefaults) {
    const auto plain = load_shop("", "");
    ASSERT_TRUE(plain) << plain.error().to_string();
    EXPECT_EQ(plain->settings.host_retries.count_min, 500);
    EXPECT_EQ(plain->settings.host_retries.percent_max, 20);
    EXPECT_EQ(plain->settings.host_retries.window_time, std::chrono::minutes(10));
    EXPECT_EQ(plain->pipelines.front().retries.count_min, 1'000);
    EXPECT_EQ(plain->pipelines.front().retries.percent_max, 20);
    EXPECT_EQ(plain->pipelines.front().attempts.count_max, 1);

    const auto set = load_shop("retries: {count_min: 0, percent_max: 5, window: 1h30m}\n",
                               "    retries: {count_min: 7, percent_max: 100}\n"
                               "    attempts_max: 3\n    attempt_wait: 10s\n    attempt_wait_max: 5m\n");
    ASSERT_TRUE(set) << set.error().to_string();
    EXPECT_EQ(set->settings.host_retries.count_min, 0);
    EXPECT_EQ(set->settings.host_retries.percent_max, 5);
    EXPECT_EQ(set->settings.host_retries.window_time, std::chrono::minutes(90));
    const Pipeline& shop = set->pipelines.front();
    EXPECT_EQ(shop.retries.count_min, 7);
    EXPECT_EQ(shop.retries.percent_max, 100);
    EXPECT_EQ(shop.attempts.count_max, 3);
    EXPECT_EQ(shop.attempts.wait, std::chrono::seconds(10));
    EXPECT_EQ(shop.attempts.wait_max, std::chrono::minutes(5));
}

TEST(RetrySettings, RefuseWhatCannotBe) {
    struct Case {
        const char* root;
        const char* pipeline;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"retries: {count_min: -1}\n", "", "retries.count_min: wanted at least 0"},
        {"retries: {percent_max: 101}\n", "", "retries.percent_max: wanted 0 to 100"},
        {"retries: {window: soon}\n", "", "soon"},
        {"retries: {count: 1}\n", "", "count"},
        {"", "    retries: {window: 1h}\n", "window"},
        {"", "    attempts_max: 0\n", "attempts_max: wanted 1 to 100"},
        {"", "    attempt_wait: 2h\n", "attempt_wait_max: wanted at least attempt_wait"},
    };
    for (const Case& c : kCases) {
        const auto loaded = load_shop(c.root, c.pipeline);
        ASSERT_FALSE(loaded) << c.root << c.pipeline;
        EXPECT_EQ(loaded.error().code(), ErrorCode::invalid_config) << c.root << c.pipeline;
        EXPECT_NE(loaded.error().message().find(c.want), std::string::npos) << loaded.error().message();
        EXPECT_FALSE(loaded.error().place().empty()) << c.root << c.pipeline;
    }
}

}  // namespace
}  // namespace levada::app
