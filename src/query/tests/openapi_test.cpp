#include "levada/query/openapi.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(OpenApi, DescribesEachColumn) {
    const std::vector<Table> tables = {
        {"shop", "my people", {{"id", "BIGINT"}, {"at", "TIMESTAMP"}, {"order", "VARCHAR"}, {"d", "JSON"}}}};
    const Json document = openapi_document(tables, {"", "1"});
    EXPECT_EQ(document.find("servers"), nullptr);
    const Json* get = document.find_path({"paths", "/v1/tables/shop.my%20people", "get"});
    ASSERT_NE(get, nullptr);
    EXPECT_EQ(get->string_or("operationId", ""), "rows_shop.my_20people");
    const Json* properties = document.find_path({"components", "schemas", "shop.my_20people", "properties"});
    ASSERT_NE(properties, nullptr);
    EXPECT_EQ(properties->find("id")->dump(),
              R"({"type":"integer","format":"int64","nullable":true,"description":"BIGINT"})");
    EXPECT_EQ(properties->find("at")->string_or("format", ""), "date-time");
    // Eight common parameters, and the columns but "order", whose name is taken.
    EXPECT_EQ(get->find("parameters")->size(), 8U + 3U);
}

}  // namespace
}  // namespace levada::query
