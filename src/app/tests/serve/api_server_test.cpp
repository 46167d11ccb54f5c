#include "serve/api_server.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/adapters/curl_http.h"
#include "levada/base/executor.h"

namespace levada::app {
namespace {

/// Everything that the server tells of, of a project in which nothing ran.
struct Surface {
    ShopServices shop{};
    Services& services = *shop.services;
    ThreadExecutor executor{1, 1};
    schedule::RunStore runs{*services.metadata, *services.clock};
    schedule::Scheduler scheduler{{*services.clock, executor, runs, no_log()}};
    query::EngineCatalog catalog{*services.engine, *services.clock, std::chrono::seconds(0)};
    query::RowsService rows{*services.engine, catalog, {}};
    schedule::ControlApi control{scheduler, runs};
    DeadLetters letters{*services.queue, *services.metadata, *services.clock};
    DeadLetterApi letter_api{letters};
    observe::Health health{*services.clock};
    observe::MetricsRegistry metrics{};

    auto start(const std::string& host = "127.0.0.1") {
        Settings settings;
        settings.listen_host = host;
        settings.listen_port = 0;
        return start_api(settings, {rows, control, letter_api, health, metrics, no_log(), *services.clock});
    }
};

TEST(ApiServer, ServesTablesRunsAndOperations) {
    Surface surface;
    ASSERT_TRUE(surface.services.engine->execute("CREATE SCHEMA shop", Deadline::never()));
    ASSERT_TRUE(surface.services.engine->execute("CREATE TABLE shop.items AS SELECT 7 AS id", Deadline::never()));
    const auto server = surface.start();
    ASSERT_TRUE(server) << server.error().to_string();
    CurlHttp http({}, *surface.services.clock);
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

/// What the server says to a request whose path's parameters name nothing.
HttpResponse answer_to(Http& http, const std::string& url, const std::string& method) {
    HttpRequest request;
    request.method = method;
    request.url = url;
    for (std::size_t open = request.url.find('{'); open != std::string::npos; open = request.url.find('{')) {
        request.url.replace(open, request.url.find('}') + 1 - open, "nothing");
    }
    auto response = http.send(request, Deadline::never());
    EXPECT_TRUE(response) << request.url;
    return response ? *std::move(response) : HttpResponse();
}

TEST(ApiServer, EveryOperationOfItsDocumentIsServed) {
    // Goal: none is described that is not there. Method: what no route has is answered otherwise than what a route has
    // not found.
    Surface surface;
    const auto server = surface.start();
    ASSERT_TRUE(server) << server.error().to_string();
    CurlHttp http({}, *surface.services.clock);
    const std::string base = (*server)->url();
    const std::string no_route = "PGRST125";
    EXPECT_NE(answer_to(http, base + "/nowhere", "GET").body.find(no_route), std::string::npos);
    const Json document = parse_json(answer_to(http, base + "/openapi.json", "GET").body).value();
    std::size_t count = 0;
    for (const Json::Member& path : document.find("paths")->as_object()) {
        for (const auto& [method, name] : {std::pair("get", "GET"), std::pair("post", "POST")}) {
            if (path.value.find(method) != nullptr) {
                const HttpResponse answer = answer_to(http, base + path.key, name);
                const bool is_of_something = path.key.find('{') != std::string::npos;
                EXPECT_EQ(answer.status, is_of_something ? 404 : 200) << name << " " << path.key << " " << answer.body;
                EXPECT_EQ(answer.body.find(no_route), std::string::npos) << name << " " << path.key;
                ++count;
            }
        }
    }
    EXPECT_GE(count, 12U);
    (*server)->stop(std::chrono::seconds(1));
}

TEST(ApiServer, BeyondLoopbackItDemandsAKey) {
    Surface surface;
    EXPECT_EQ(surface.start("0.0.0.0").error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
