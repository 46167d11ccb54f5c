#include "levada/query/table_catalog.h"

#include "fake_engine.h"

#include <gtest/gtest.h>

#include "levada/query/request_error.h"
#include "levada/testing/manual_clock.h"

namespace levada::query {
namespace {

using testing::FakeEngine;

void give_tables(FakeEngine& engine) {
    const std::vector<SqlColumn> columns = {{"s", "VARCHAR"}, {"t", "VARCHAR"}, {"c", "VARCHAR"}, {"d", "VARCHAR"}};
    engine.answer("SELECT table_schema",
                  {columns,
                   {{"shop", "orders", "id", "BIGINT"},
                    {"shop", "orders", "at", "TIMESTAMP"},
                    {"shop", "people", "id", "BIGINT"},
                    {"wiki", "people", "id", "VARCHAR"}}});
}

TEST(TableCatalog, LoadsAndKeepsFor) {
    FakeEngine engine;
    give_tables(engine);
    levada::testing::ManualClock clock;
    EngineCatalog catalog(engine, clock, std::chrono::seconds(1));
    const auto tables = catalog.tables(Deadline::never());
    ASSERT_TRUE(tables.has_value());
    ASSERT_EQ((*tables)->size(), 3U);
    EXPECT_EQ((**tables)[0].columns.size(), 2U);
    EXPECT_EQ((**tables)[2].schema, "wiki");
    EXPECT_TRUE(catalog.tables(Deadline::never()).has_value());
    EXPECT_EQ(engine.asked().size(), 1U);
    clock.advance(std::chrono::seconds(2));
    EXPECT_TRUE(catalog.tables(Deadline::never()).has_value());
    EXPECT_EQ(engine.asked().size(), 2U);
}

TEST(TableCatalog, FindTable) {
    const std::vector<Table> tables = {{"shop", "orders", {}}, {"shop", "a.b", {}}};
    EXPECT_EQ(*find_table(tables, "shop.orders"), &tables[0]);
    EXPECT_EQ(*find_table(tables, "shop.a.b"), &tables[1]);
    const ApiError error = api_error_of(find_table(tables, "shop.order").error());
    EXPECT_EQ(error.status, 404);
    EXPECT_EQ(error.code, "PGRST205");
    EXPECT_EQ(error.hint, "Perhaps you meant the table 'shop.orders'");
    EXPECT_FALSE(find_table(tables, "orders").has_value());
    EXPECT_FALSE(find_table(tables, "").has_value());
}

}  // namespace
}  // namespace levada::query
