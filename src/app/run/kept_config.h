#pragma once

#include "project/project.h"
#include "run/services.h"

namespace levada::app {

/// A configuration that the connector changed itself (a refresh token that can be used once) is kept in Metadata until
/// the user changes levada.yaml.
/// The configuration to use now. Errors: unavailable.
Result<Json> kept_config(Services& services, const Pipeline& pipeline);
/// Keeps `config` for the runs to come. Errors: unavailable.
Status keep_config(Services& services, const Pipeline& pipeline, const Json& config);

}  // namespace levada::app
