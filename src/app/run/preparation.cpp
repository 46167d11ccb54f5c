#include "run/preparation.h"

#include "run/connector.h"
#include "run/kept_config.h"

#include <algorithm>

namespace levada::app {

namespace {

Result<std::vector<PlannedStream>> plan_of(const Json& catalog,
                                           const Pipeline& pipeline,
                                           const std::vector<std::string>& streams) {
    if (streams.empty()) {
        return plan_streams(catalog, pipeline, "");
    }
    std::vector<PlannedStream> plan;
    for (const std::string& stream : streams) {
        LEVADA_TRY(std::vector<PlannedStream> one, plan_streams(catalog, pipeline, stream));
        std::move(one.begin(), one.end(), std::back_inserter(plan));
    }
    return plan;
}

}  // namespace

Result<Preparation> prepare(Services& services,
                            const Pipeline& pipeline,
                            const std::vector<std::string>& streams,
                            Http& http,
                            PythonRuntime& programs) {
    Preparation preparation;
    preparation.pipeline = pipeline;
    LEVADA_TRY(preparation.connector, connector_version(pipeline));
    LEVADA_TRY(preparation.pipeline.config, kept_config(services, pipeline));
    LoggedMessages messages(services.log->sink());
    LEVADA_TRY(const auto source,
               open_connector(preparation.pipeline, {}, {http, *services.clock, programs, messages}));
    LEVADA_TRY(preparation.catalog, source->discover());
    LEVADA_TRY(preparation.plan, plan_of(preparation.catalog, pipeline, streams));
    for (const std::string& secret : messages.hidden()) {
        preparation.secrets.emplace_back(secret);
    }
    services.log->hide(messages.hidden());
    return preparation;
}

}  // namespace levada::app
