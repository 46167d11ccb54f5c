// The HTTP surface over small tables in memory, for serve_test.py: prints its port, ends when its input does.
// Usage: levada_serve_fixture [API-KEY]

#include <cstdio>
#include <iostream>
#include <string>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/system_clock.h"
#include "levada/base/executor.h"
#include "levada/gateway/server.h"
#include "levada/observe/health.h"
#include "levada/observe/metrics.h"
#include "levada/query/rows_service.h"
#include "levada/schedule/control_api.h"
#include "levada/testing/memory_metadata.h"

namespace levada {
namespace {

constexpr std::string_view kTables[] = {
    "CREATE SCHEMA shop",
    "CREATE TABLE shop.people(id BIGINT, name VARCHAR, age INTEGER, paid DECIMAL(10,2), score DOUBLE, is_new BOOLEAN, "
    "born DATE, seen TIMESTAMPTZ, data JSON, tags VARCHAR[], raw VARCHAR, \"odd \"\"name\" VARCHAR)",
    "INSERT INTO shop.people VALUES "
    "(1, 'Ana', 31, 10.50, 1.5, true, '1994-02-01', '2026-01-02 03:04:05+00', '{\"k\":{\"n\":1},\"l\":[1,2]}', "
    "['a','b'], "
    "'{\"x\":\"y\"}', 'o1'),"
    "(2, 'Bo, \"the\" first', 17, 0.00, 'NaN', false, '2008-06-15', '2026-01-02 03:04:05.678901+00', '{\"k\":null}', "
    "['b c'], 'no json', 'o2'),"
    "(3, 'Çelik\nCan', NULL, 99999999.99, '-Infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
    "(4, '', 45, -1.25, 1e300, true, '1980-12-31', '1999-12-31 23:59:59+00', '[]', [], '[1,2,3]', 'o4'),"
    "(5, 'a_b%c', 31, 5.00, 0.1, false, '1994-02-01', '2026-07-01 00:00:00+00', '\"text\"', ['a'], '{\"x\":1}', 'o5')",
    "CREATE TABLE shop.numbers AS SELECT range AS n, 'row ' || range AS label FROM range(25000)",
};

struct Parts {
    SystemClock clock;
    std::unique_ptr<DuckDbEngine> engine;
    observe::MetricsRegistry metrics;
    testing::MemoryMetadata metadata;
};

Status fill(SqlEngine& engine) {
    for (const std::string_view sql : kTables) {
        LEVADA_CHECK(engine.execute(sql, Deadline::never()));
    }
    return ok();
}

Status add_tables(gateway::Router& router, const query::RowsService& rows) {
    using gateway::Execution;
    LEVADA_CHECK(router.add(
        "GET", "/v1/tables", Execution::worker, [&](const Request& request) { return rows.tables(request); }));
    LEVADA_CHECK(router.add(
        "GET", "/v1/tables/{table}", Execution::worker, [&](const Request& request) { return rows.rows(request); }));
    return router.add("GET", "/openapi.json", Execution::worker, [&](const Request& request) {
        return rows.openapi(request, "", "0.0.0-test");
    });
}

Status add_control(gateway::Router& router, const schedule::ControlApi& control) {
    using gateway::Execution;
    LEVADA_CHECK(router.add(
        "GET", "/v1/pipelines", Execution::worker, [&](const Request& request) { return control.pipelines(request); }));
    LEVADA_CHECK(router.add(
        "GET", "/v1/runs", Execution::worker, [&](const Request& request) { return control.runs(request); }));
    LEVADA_CHECK(router.add(
        "GET", "/v1/runs/{id}", Execution::worker, [&](const Request& request) { return control.run(request); }));
    return router.add("POST", "/v1/pipelines/{name}/runs", Execution::worker, [&](const Request& request) {
        return control.trigger(request);
    });
}

Status add_observe(gateway::Router& router, const observe::Health& health, observe::MetricsRegistry& metrics) {
    using gateway::Execution;
    LEVADA_CHECK(router.add("GET", "/healthz", Execution::inline_io, [&](const Request&) { return health.healthz(); }));
    LEVADA_CHECK(router.add("GET", "/readyz", Execution::inline_io, [&](const Request&) { return health.readyz(); }));
    return router.add(
        "GET", "/metrics", Execution::inline_io, [&](const Request&) { return observe::metrics_response(metrics); });
}

gateway::ServerHooks count_requests(observe::MetricsRegistry& metrics) {
    observe::Histogram& seconds = metrics.histogram(
        "levada_http_request_duration_seconds", "Time from request to response.", observe::duration_buckets());
    return {.on_access = [&metrics, &seconds](const gateway::AccessRecord& record) {
        metrics
            .counter("levada_http_requests_total",
                     "HTTP requests answered.",
                     {{"method", std::string(record.method)}, {"status", std::to_string(record.status)}})
            .add();
        seconds.observe(std::chrono::duration<double>(record.elapsed).count());
    }};
}

Status serve(const std::string& key) {
    Parts parts;
    LEVADA_TRY(parts.engine, DuckDbEngine::open({}, parts.clock));
    LEVADA_CHECK(fill(*parts.engine));
    query::EngineCatalog catalog(*parts.engine, parts.clock, std::chrono::seconds(60));
    query::RowsService rows(*parts.engine, catalog, {});
    // The numbers never change; people have no version, so that both ways are asked.
    rows.use_versions(
        [](const query::Table& table) { return table.name == "numbers" ? std::string("1") : std::string(); });
    schedule::RunStore runs(parts.metadata, parts.clock);
    ThreadExecutor executor(1, 8);
    schedule::Scheduler scheduler({parts.clock, executor, runs, no_log()});
    schedule::PipelineSpec pipeline{
        .name = "shop", .schedule = {}, .job = [](schedule::RunContext&) { return schedule::JobResult(); }};
    LEVADA_CHECK(scheduler.add(std::move(pipeline)));
    const schedule::ControlApi control(scheduler, runs);
    observe::Health health(parts.clock);
    health.add("tables", std::chrono::minutes(1), [] { return observe::ComponentState(); });
    gateway::Router router;
    LEVADA_CHECK(add_tables(router, rows));
    LEVADA_CHECK(add_control(router, control));
    LEVADA_CHECK(add_observe(router, health, parts.metrics));
    gateway::ServerOptions options;
    if (!key.empty()) {
        options.access.api_keys.emplace_back(key);
    }
    LEVADA_TRY(const auto server,
               gateway::Server::start(options, std::move(router), count_requests(parts.metrics), parts.clock));
    std::cout << server->port() << std::endl;
    std::string line;
    while (std::getline(std::cin, line)) {
    }
    server->stop(std::chrono::seconds(5));
    return ok();
}

}  // namespace
}  // namespace levada

int main(int argc, char** argv) {
    const levada::Status served = levada::serve(argc > 1 ? argv[1] : "");
    if (!served) {
        std::cerr << served.error().to_string() << std::endl;
    }
    return served ? 0 : 1;
}
