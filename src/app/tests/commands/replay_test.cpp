#include "shop_project.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::app {
namespace {

TEST(ReplayCommand, FollowsAChangedSelectorAndSchemaWithoutOneRequest) {
    ShopProject shop;
    for (int i = 0; i < 2; ++i) {
        RecordedProcess run;
        ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    }
    RecordedProcess dry;
    ASSERT_TRUE(shop.run(dry, {"replay", "shop", "--dry-run"}));
    EXPECT_NE(dry.out().find("(2 rows)"), std::string::npos) << dry.out();
    // Only shops of Braga, and a column that the schema did not have: an integer as text.
    std::string manifest = replace_all(kShopManifest,
                                       "path: /shops}\n      record_selector:\n        type: RecordSelector\n",
                                       "path: /shops}\n      record_selector:\n        type: RecordSelector\n"
                                       "        record_filter: {type: RecordFilter, condition: \"{{ record['city'] == "
                                       "'Braga' }}\"}\n");
    manifest = replace_all(manifest, "{id: {type: integer}, name", "{id: {type: string}, name");
    ASSERT_NE(manifest, kShopManifest);
    shop.write("shop.yaml", manifest);
    const std::size_t before = shop.request_count();
    RecordedProcess guarded;
    const auto refused = shop.run(guarded, {"replay", "shop"});
    ASSERT_TRUE(refused) << refused.error().to_string();
    EXPECT_EQ(*refused, ExitCode::partial) << guarded.error();
    EXPECT_NE(guarded.error().find("levada replay --may-shrink"), std::string::npos) << guarded.error();
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
    EXPECT_EQ(shop.cell("SELECT any_value(typeof(id)) || count(*) FROM shop.items"), "VARCHAR2");
    RecordedProcess allowed;
    const auto done = shop.run(allowed, {"replay", "shop", "--may-shrink", "--json"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::success) << allowed.error();
    EXPECT_NE(allowed.out().find("\"trigger\":\"replay\""), std::string::npos) << allowed.out();
    EXPECT_EQ(shop.cell("SELECT string_agg(city) FROM shop.shops"), "Braga");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
    EXPECT_EQ(shop.request_count(), before) << "a replay asks the API for nothing";
    // The next run goes on as if nothing had been.
    RecordedProcess next;
    ASSERT_TRUE(shop.run(next, {"run", "--quiet"}));
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
}

TEST(ReplayCommand, MakesGoodForALostQueueAndLake) {
    // Goal: whichever of them is lost, the run names the replay; the replay makes the tables and ends well; the next
    // run goes on from the state that was noted, and the one after it too.
    for (const std::vector<const char*>& lost : std::vector<std::vector<const char*>>{{"queue", "lake"}, {"queue"}}) {
        const std::string name = lost.size() == 2 ? "queue and lake" : "queue";
        ShopProject shop;
        for (int i = 0; i < 2; ++i) {
            RecordedProcess run;
            ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
        }
        for (const char* folder : lost) {
            std::filesystem::remove_all(std::filesystem::path(shop.path()) / ".levada" / folder);
        }
        RecordedProcess run;
        const auto refused = shop.run(run, {"run", "--quiet"});
        EXPECT_TRUE(!refused || *refused != ExitCode::success) << name;
        const std::string told = (refused ? "" : refused.error().to_string()) + run.error() + run.out();
        EXPECT_NE(told.find("levada replay shop"), std::string::npos) << name << ": " << told;
        const std::size_t before = shop.request_count();
        RecordedProcess part;
        const auto partly = shop.run(part, {"replay", "shop", "--from", "2020-01-01", "--stream", "items"});
        ASSERT_TRUE(partly) << partly.error().to_string();
        EXPECT_NE(*partly, ExitCode::success) << name << ": runs may be left out";
        EXPECT_NE(part.error().find("--from and --to"), std::string::npos) << name << ": " << part.error();
        RecordedProcess replay;
        const auto done = shop.run(replay, {"replay", "shop"});
        ASSERT_TRUE(done) << name << ": " << done.error().to_string();
        EXPECT_EQ(*done, ExitCode::success) << name << ": " << replay.out() << replay.error();
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2") << name;
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2") << name;
        EXPECT_EQ(shop.request_count(), before) << name;
        RecordedProcess state;
        ASSERT_TRUE(shop.run(state, {"state", "get", "shop"}));
        EXPECT_NE(state.out().find("2024-02-02"), std::string::npos) << name << ": " << state.out();
        for (int i = 0; i < 2; ++i) {
            RecordedProcess next;
            const auto ran = shop.run(next, {"run", "--quiet"});
            ASSERT_TRUE(ran) << name << ": " << ran.error().to_string();
            EXPECT_EQ(*ran, ExitCode::success) << name << ": " << next.out() << next.error();
        }
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2") << name;
    }
}

TEST(ReplayCommand, ARequestThatWasNotRecordedLeavesTheTable) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    shop.write("shop.yaml", replace_all(kShopManifest, "path: /shops}", "path: /stores}"));
    RecordedProcess replay;
    const auto done = shop.run(replay, {"replay", "shop"});
    ASSERT_TRUE(done) << done.error().to_string();
    EXPECT_EQ(*done, ExitCode::partial);
    EXPECT_NE(replay.error().find("cannot be replayed under this manifest"), std::string::npos) << replay.error();
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
}

TEST(ReplayCommand, SaysThatThereIsNothing) {
    ShopProject shop;
    RecordedProcess process;
    EXPECT_EQ(shop.run(process, {"replay", "shop"}).error().code(), ErrorCode::not_found);
    EXPECT_EQ(shop.run(process, {"replay", "shop", "--from", "x"}).error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(shop.run(process, {"replay", "shops"}).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
