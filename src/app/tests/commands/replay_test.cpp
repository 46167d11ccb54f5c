#include "shop_project.h"

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
