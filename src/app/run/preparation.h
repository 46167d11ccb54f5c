#pragma once

#include "project/project.h"
#include "run/catalog.h"
#include "run/services.h"

#include <string>
#include <vector>

#include "levada/base/secret.h"
#include "levada/ports/http.h"
#include "levada/ports/python_runtime.h"

namespace levada::app {

/// What is known before a pipeline's streams are read.
struct Preparation {
    Pipeline pipeline;  ///< with the configuration to use now
    Json catalog;
    std::vector<PlannedStream> plan;
    std::string connector;        ///< its name and version
    std::vector<Secret> secrets;  ///< of the configuration: never to be kept or shown
};

/// Asks the connector for its streams, by `http` or as a program if it has to, and plans those of `streams` (empty:
/// all that the project chooses). Hides the configuration's secrets from the log.
/// Errors: those of open_connector(), DeclarativeSource::discover() and plan_streams().
Result<Preparation> prepare(Services& services,
                            const Pipeline& pipeline,
                            const std::vector<std::string>& streams,
                            Http& http,
                            PythonRuntime& programs);

}  // namespace levada::app
