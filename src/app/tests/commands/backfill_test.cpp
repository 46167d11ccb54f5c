#include "shop_project.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(BackfillCommand, ReadsEachWindowOnceAndLeavesTheState) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess before;
    ASSERT_TRUE(shop.run(before, {"state", "get", "shop"}));
    const std::vector<std::string> words = {
        "backfill", "shop", "--from", "2024-02-01", "--to", "2024-02-04", "--window", "2d", "--quiet", "--missed-only"};
    const auto with = [&words](const char* more) {
        std::vector<std::string> all = words;
        all.emplace_back(more);
        return all;
    };
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, with("--dry-run")));
    EXPECT_EQ(dry.out(),
              "  2024-02-01T00:00:00Z to 2024-02-03T00:00:00Z: items\n"
              "  2024-02-03T00:00:00Z to 2024-02-04T00:00:00Z: items\n2 windows to read\n");
    RecordedProcess lines;
    std::vector<std::string> as_json = with("--dry-run");
    as_json.emplace_back("--json");
    ASSERT_TRUE(shop.run(lines, as_json));
    EXPECT_EQ(lines.out(),
              R"({"from":"2024-02-01T00:00:00Z","to":"2024-02-03T00:00:00Z","streams":["items"]})"
              "\n"
              R"({"from":"2024-02-03T00:00:00Z","to":"2024-02-04T00:00:00Z","streams":["items"]})"
              "\n");
    const std::size_t requests = shop.request_count();
    RecordedProcess fill;
    const auto done = shop.run(fill, words);
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::success) << fill.error();
    EXPECT_EQ(shop.request_count(), requests + 2);
    RecordedProcess again;
    ASSERT_TRUE(shop.run(again, words));
    EXPECT_EQ(again.error(), "0 windows to read: a backfill has read all of it\n");
    EXPECT_EQ(shop.request_count(), requests + 2);
    RecordedProcess after;
    ASSERT_TRUE(shop.run(after, {"state", "get", "shop"}));
    EXPECT_EQ(after.out(), before.out());
    RecordedProcess query;
    ASSERT_TRUE(shop.run(query, {"query", "SELECT count(*) FROM shop.items", "--format", "csv"}));
    EXPECT_NE(query.out().find("\n2\n"), std::string::npos) << query.out();
    // What was read in windows is replayed in windows.
    RecordedProcess replay;
    const auto replayed = shop.run(replay, {"replay", "shop"});
    ASSERT_TRUE(replayed) << replayed.error().to_string();
    EXPECT_EQ(*replayed, ExitCode::success) << replay.error();
}

TEST(BackfillCommand, RefusesWhatHasNoWindows) {
    ShopProject shop;
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"backfill", "shop", "--from", "2024-02-01"}).error().code(),
              ErrorCode::invalid_config);
    const auto whole =
        shop.run(process, {"backfill", "shop", "--from", "2024-02-01", "--to", "2024-02-02", "--stream", "shops"});
    ASSERT_FALSE(whole.has_value());
    EXPECT_NE(whole.error().message().find("no stream is read by a cursor"), std::string::npos);
    EXPECT_EQ(shop.run(process, {"backfill", "shop", "--from", "2024-02-01", "--to", "2024-02-02", "--window", "soon"})
                  .error()
                  .code(),
              ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
