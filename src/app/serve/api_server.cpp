#include "serve/api_server.h"

#include <memory>

namespace levada::app {

namespace {

constexpr const char* kStartPage =
    "Levada serves these:\n"
    "  /v1/tables                      the tables\n"
    "  /v1/tables/{schema}.{table}     rows: ?select=a,b&c=gte.5&order=a.desc&limit=10, as JSON or CSV (Accept: "
    "text/csv)\n"
    "  /v1/pipelines  /v1/runs         what runs and what ran; /v1/runs/{id} and /v1/runs/{id}/events tell of one\n"
    "  POST /v1/pipelines/{name}/runs  begins a run, POST /v1/runs/{id}/cancel ends one\n"
    "  /v1/dlq                         what could not be processed: ?stream=s&status=open, or ?group=cause\n"
    "  /healthz  /readyz  /metrics     for probes and Prometheus\n"
    "  /openapi.json                   all of it, for programs\n";

using gateway::Execution;

Status add_tables(gateway::Router& router, const ApiParts& parts) {
    query::RowsService& rows = parts.rows;
    LEVADA_CHECK(router.add(
        "GET", "/v1/tables", Execution::worker, [&rows](const Request& request) { return rows.tables(request); }));
    LEVADA_CHECK(router.add("GET", "/v1/tables/{table}", Execution::worker, [&rows](const Request& request) {
        return rows.rows(request);
    }));
    return router.add("GET", "/openapi.json", Execution::worker, [&rows](const Request& request) {
        return rows.openapi(request, "", LEVADA_VERSION);
    });
}

Status add_control(gateway::Router& router, const ApiParts& parts) {
    schedule::ControlApi& control = parts.control;
    LEVADA_CHECK(router.add("GET", "/v1/pipelines", Execution::worker, [&control](const Request& request) {
        return control.pipelines(request);
    }));
    LEVADA_CHECK(router.add(
        "GET", "/v1/runs", Execution::worker, [&control](const Request& request) { return control.runs(request); }));
    LEVADA_CHECK(router.add("GET", "/v1/runs/{id}", Execution::worker, [&control](const Request& request) {
        return control.run(request);
    }));
    LEVADA_CHECK(router.add("GET", "/v1/runs/{id}/events", Execution::worker, [&control](const Request& request) {
        return control.events(request);
    }));
    LEVADA_CHECK(router.add("POST", "/v1/pipelines/{name}/runs", Execution::worker, [&control](const Request& request) {
        return control.trigger(request);
    }));
    return router.add("POST", "/v1/runs/{id}/cancel", Execution::worker, [&control](const Request& request) {
        return control.cancel(request);
    });
}

Status add_dead_letters(gateway::Router& router, const ApiParts& parts) {
    DeadLetterApi& letters = parts.dead_letters;
    LEVADA_CHECK(router.add(
        "GET", "/v1/dlq", Execution::worker, [&letters](const Request& request) { return letters.list(request); }));
    return router.add(
        "GET", "/v1/dlq/{id}", Execution::worker, [&letters](const Request& request) { return letters.one(request); });
}

Status add_operations(gateway::Router& router, const ApiParts& parts) {
    observe::Health& health = parts.health;
    observe::MetricsRegistry& metrics = parts.metrics;
    LEVADA_CHECK(router.add(
        "GET", "/healthz", Execution::inline_io, [&health](const Request& /*request*/) { return health.healthz(); }));
    LEVADA_CHECK(router.add(
        "GET", "/readyz", Execution::worker, [&health](const Request& /*request*/) { return health.readyz(); }));
    LEVADA_CHECK(router.add("GET", "/metrics", Execution::worker, [&metrics](const Request& /*request*/) {
        return observe::metrics_response(metrics);
    }));
    return router.add(
        "GET", "/", Execution::inline_io, [](const Request& /*request*/) { return Response::text(200, kStartPage); });
}

gateway::ServerHooks hooks_of(const ApiParts& parts) {
    observe::Histogram& seconds = parts.metrics.histogram("levada_http_request_duration_seconds",
                                                          "Time from a request's end to its answer.",
                                                          observe::duration_buckets());
    observe::MetricsRegistry& metrics = parts.metrics;
    LogSink& log = parts.log;
    gateway::ServerHooks hooks;
    hooks.on_access = [&seconds, &metrics, &log](const gateway::AccessRecord& access) {
        seconds.observe(std::chrono::duration<double>(access.elapsed).count());
        metrics
            .counter(
                "levada_http_requests_total", "Answered HTTP requests.", {{"status", std::to_string(access.status)}})
            .add();
        log.write(LogLevel::info,
                  "answered a request",
                  {{"http.request.method", std::string(access.method)},
                   {"url.path", std::string(access.path)},
                   {"http.response.status_code", std::to_string(access.status)},
                   {"client.ip", std::string(access.peer)},
                   {"http.request.id", std::string(access.request_id)}});
    };
    return hooks;
}

}  // namespace

Result<std::unique_ptr<gateway::Server>> start_api(const Settings& settings, const ApiParts& parts) {
    gateway::ServerOptions options;
    options.address = settings.listen_host;
    options.port = static_cast<std::uint16_t>(settings.listen_port);
    if (!settings.api_key.empty()) {
        options.access.api_keys.emplace_back(settings.api_key);
    }
    gateway::Router router;
    LEVADA_CHECK(add_tables(router, parts));
    LEVADA_CHECK(add_control(router, parts));
    LEVADA_CHECK(add_dead_letters(router, parts));
    LEVADA_CHECK(add_operations(router, parts));
    return gateway::Server::start(options, std::move(router), hooks_of(parts), parts.clock);
}

}  // namespace levada::app
