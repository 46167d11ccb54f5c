#pragma once

#include "project/project.h"

#include <memory>

#include "levada/delivery/dead_letter_api.h"
#include "levada/gateway/server.h"
#include "levada/observe/health.h"
#include "levada/observe/metrics.h"
#include "levada/query/rows_service.h"
#include "levada/schedule/control_api.h"

namespace levada::app {

/// What the HTTP surface of `levada up` is made of. Borrows all.
struct ApiParts {
    query::RowsService& rows;
    schedule::ControlApi& control;
    DeadLetterApi& dead_letters;
    observe::Health& health;
    observe::MetricsRegistry& metrics;
    LogSink& log;
    Clock& clock;
};

/// Starts the HTTP server of `levada up` (DESIGN section 8): rows of tables, runs, health, metrics, OpenAPI.
/// Errors: of gateway::Server::start().
Result<std::unique_ptr<gateway::Server>> start_api(const Settings& settings, const ApiParts& parts);

}  // namespace levada::app
