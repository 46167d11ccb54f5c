#include "run/letter_table.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/delivery/messages.h"

namespace levada::app {
namespace {

std::string first_cell(SqlEngine& engine, const std::string& sql) {
    const auto rows = engine.query(sql, {}, Deadline::never());
    if (!rows || !(*rows)->next().value()) {
        return rows ? "no row" : rows.error().to_string();
    }
    return std::string((*rows)->text(0).value().value_or("null"));
}

TEST(LetterTable, ShowsDeadLettersInSql) {
    const ShopServices shop;
    const std::string message = encode(DeadLetter{.run = "r",
                                                  .stream = "items",
                                                  .record = 4,
                                                  .code = "c",
                                                  .error = "no",
                                                  .time_us = 1'767'225'600'000'000,
                                                  .body = "x"});
    const std::string_view payload = message;
    ASSERT_TRUE(shop.services->queue->append("shop.items.dlq", std::span(&payload, 1)));
    const Status shown = show_dead_letters(shop.project, *shop.services->engine);
    ASSERT_TRUE(shown) << shown.error().to_string();
    EXPECT_EQ(
        first_cell(*shop.services->engine,
                   "SELECT stream || ' ' || record || ' ' || year(last_at) || ' ' || status FROM levada.dead_letters"),
        "items 4 2026 open");
}

TEST(LetterTable, IsEmptyBeforeTheFirstRun) {
    const ShopServices shop;
    Project project = shop.project;
    project.state_folder = shop.project.folder / "none";
    const Status shown = show_dead_letters(project, *shop.services->engine);
    ASSERT_TRUE(shown) << shown.error().to_string();
    EXPECT_EQ(first_cell(*shop.services->engine, "SELECT count(*) FROM levada.dead_letters"), "0");
}

}  // namespace
}  // namespace levada::app
