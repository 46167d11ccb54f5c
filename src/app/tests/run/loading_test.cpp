#include "run/loading.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/delivery/batch_writer.h"
#include "levada/delivery/messages.h"

namespace levada::app {
namespace {

Loading loading_of(const ShopServices& shop) {
    return {*shop.services, shop.project, shop.pipeline(), no_log()};
}

TEST(LoadStream, BringsWhatWaitsIntoTheTableOnce) {
    const ShopServices shop;
    BatchWriter writer(
        *shop.services->queue,
        *shop.services->clock,
        {.topic = topic_of("shop", "a/b"), .run = "r1", .stream = "a/b", .sync_id = 1, .generation_id = 0});
    ASSERT_TRUE(writer.begin(Json()));
    const std::vector<std::string_view> records = {R"({"id":1})", R"({"id":2})"};
    ASSERT_TRUE(writer.add(records, ""));
    ASSERT_TRUE(writer.end(StreamOutcome::complete));
    PlannedStream stream;
    stream.name = "a/b";
    stream.destination_sync_mode = "append";
    const auto first = load_stream(loading_of(shop), stream);
    ASSERT_TRUE(first) << first.error().to_string();
    EXPECT_EQ(first->records, 2U);
    EXPECT_EQ(load_stream(loading_of(shop), stream).value().records, 0U);
    EXPECT_TRUE(std::filesystem::exists(table_folder(shop.project, shop.pipeline(), "a/b") / ".hoodie"));
}

TEST(LoadStream, KeepsWhatIsNotLoadedWhateverTheLimit) {
    // Goal: with the smallest queue allowed, what waits is loaded before anything may go, and the topic goes on.
    ShopServices shop;
    shop.project.settings.queue_retention_bytes = 1;
    PlannedStream stream;
    stream.name = "s";
    stream.destination_sync_mode = "append";
    for (int run = 0; run < 2; ++run) {
        BatchWriter writer(*shop.services->queue,
                           *shop.services->clock,
                           {.topic = topic_of("shop", "s"), .run = std::to_string(run), .stream = "s", .sync_id = run});
        ASSERT_TRUE(writer.begin(Json()));
        const std::vector<std::string_view> records = {R"({"id":1})"};
        ASSERT_TRUE(writer.add(records, ""));
        ASSERT_TRUE(writer.end(StreamOutcome::complete));
        const auto loaded = load_stream(loading_of(shop), stream);
        ASSERT_TRUE(loaded) << loaded.error().to_string();
        EXPECT_EQ(loaded->records, 1U) << run;
    }
}

TEST(TableFolder, StaysInTheLake) {
    const ShopServices shop;
    const auto folder = table_folder(shop.project, shop.pipeline(), "../../etc");
    EXPECT_EQ(folder.lexically_normal().parent_path(), shop.project.state_folder / "lake" / "shop");
}

}  // namespace
}  // namespace levada::app
