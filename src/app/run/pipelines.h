#pragma once

#include "project/project.h"
#include "run/services.h"

#include <string>
#include <utility>
#include <vector>

namespace levada::app {

/// The pipeline of that name, or the only one when the name is empty.
/// Errors: invalid_config (no such pipeline, with the nearest name; several and no name).
Result<const Pipeline*> pipeline_of(const Project& project, const std::string& name);

/// Errors: invalid_config with "did you mean" when `name` is not among `names`; `what` is "stream", "pipeline".
Status require_known(const std::vector<std::string>& names, const std::string& name, std::string_view what);

/// The streams that the pipeline was ever run or given a state for, sorted. Errors: unavailable.
Result<std::vector<std::string>> known_streams(Metadata& metadata, const std::string& pipeline);
/// Notes one of them. Errors: unavailable.
Status remember_stream(Services& services, const Pipeline& pipeline, const std::string& stream);

/// An AirbyteStateMessage of type STREAM. Source: AirbyteProtocol, AirbyteStateMessage.
Json state_message(const std::string& stream, const Json& state);

}  // namespace levada::app
