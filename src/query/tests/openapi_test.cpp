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

TEST(OpenApi, DescribesTheControlPlane) {
    const Json document = openapi_document({}, {"", "1"});
    struct Case {
        const char* path;
        const char* method;
        const char* status;
        std::size_t parameters;
    };
    const Case cases[] = {
        {"/healthz", "get", "200", 0},
        {"/v1/pipelines/{name}/runs", "post", "202", 1},
        {"/v1/runs", "get", "200", 4},
        {"/v1/runs/{id}", "get", "200", 1},
        {"/v1/runs/{id}/events", "get", "200", 1},
        {"/v1/runs/{id}/cancel", "post", "202", 1},
        {"/v1/dlq", "get", "200", 8},
        {"/v1/dlq/{id}", "get", "200", 1},
    };
    for (const Case& c : cases) {
        const Json* operation = document.find_path({"paths", c.path, c.method});
        ASSERT_NE(operation, nullptr) << c.path;
        EXPECT_NE(operation->find_path({"responses", c.status}), nullptr) << c.path;
        const Json* parameters = operation->find("parameters");
        EXPECT_EQ(parameters == nullptr ? 0U : parameters->size(), c.parameters) << c.path;
    }
    const Json* id = document.find_path({"paths", "/v1/runs/{id}", "get", "parameters"});
    EXPECT_EQ(id->as_array()[0].dump(),
              R"({"name":"id","in":"path","description":"Which one","required":true,"schema":{"type":"string"}})");
}

}  // namespace
}  // namespace levada::query
