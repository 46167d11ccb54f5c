#include "serve/api_server.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/adapters/curl_http.h"
#include "levada/base/executor.h"

namespace levada::app {
namespace {

TEST(ApiServer, ServesTablesRunsAndOperations) {
    ShopServices shop;
    Services& services = *shop.services;
    ThreadExecutor executor(1, 1);
    schedule::RunStore runs(*services.metadata, *services.clock);
    schedule::Scheduler scheduler({*services.clock, executor, runs, no_log()});
    query::EngineCatalog catalog(*services.engine, *services.clock, std::chrono::seconds(0));
    query::RowsService rows(*services.engine, catalog, {});
    schedule::ControlApi control(scheduler, runs);
    DeadLetters letters(*services.queue, *services.metadata, *services.clock);
    DeadLetterApi letter_api(letters);
    observe::Health health(*services.clock);
    observe::MetricsRegistry metrics;
    ASSERT_TRUE(services.engine->execute("CREATE SCHEMA shop", Deadline::never()));
    ASSERT_TRUE(services.engine->execute("CREATE TABLE shop.items AS SELECT 7 AS id", Deadline::never()));
    Settings settings;
    settings.listen_port = 0;
    const auto server = start_api(settings, {rows, control, letter_api, health, metrics, no_log(), *services.clock});
    ASSERT_TRUE(server) << server.error().to_string();
    CurlHttp http({}, *services.clock);
    struct Case {
        const char* path;
        int status;
        const char* has;
    };
    constexpr Case kCases[] = {
        {"/", 200, "/openapi.json"},
        {"/", 200, "POST /v1/pipelines/{name}/runs"},
        {"/v1/tables", 200, "items"},
        {"/v1/tables/shop.items?select=id&id=eq.7", 200, "[{\"id\":7}]"},
        {"/v1/tables/shop.none", 404, "PGRST205"},
        {"/v1/runs", 200, "[]"},
        {"/v1/pipelines", 200, "[]"},
        {"/v1/runs/none", 404, "no such run"},
        {"/v1/dlq", 200, "[]"},
        {"/v1/dlq/none", 404, "no such dead letter"},
        {"/healthz", 200, ""},
        {"/readyz", 200, ""},
        {"/metrics", 200, "levada_http_requests_total"},
        {"/openapi.json", 200, "\"openapi\""},
        {"/nowhere", 404, ""},
    };
    for (const Case& c : kCases) {
        HttpRequest request;
        request.url = (*server)->url() + c.path;
        const auto response = http.send(request, Deadline::never());
        ASSERT_TRUE(response) << c.path;
        EXPECT_EQ(response->status, c.status) << c.path << ": " << response->body;
        EXPECT_NE(response->body.find(c.has), std::string::npos) << c.path << ": " << response->body;
    }
    (*server)->stop(std::chrono::seconds(1));
}

TEST(ApiServer, BeyondLoopbackItDemandsAKey) {
    ShopServices shop;
    Services& services = *shop.services;
    ThreadExecutor executor(1, 1);
    schedule::RunStore runs(*services.metadata, *services.clock);
    schedule::Scheduler scheduler({*services.clock, executor, runs, no_log()});
    query::EngineCatalog catalog(*services.engine, *services.clock, std::chrono::seconds(0));
    query::RowsService rows(*services.engine, catalog, {});
    schedule::ControlApi control(scheduler, runs);
    DeadLetters letters(*services.queue, *services.metadata, *services.clock);
    DeadLetterApi letter_api(letters);
    observe::Health health(*services.clock);
    observe::MetricsRegistry metrics;
    Settings settings;
    settings.listen_host = "0.0.0.0";
    settings.listen_port = 0;
    EXPECT_EQ(
        start_api(settings, {rows, control, letter_api, health, metrics, no_log(), *services.clock}).error().code(),
        ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
