#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::app {

/// The states of streams that a file holds, in whichever of its forms Airbyte gave it: state messages (per stream,
/// global, legacy; one, a list, or among the lines of a log), a connection's state as the API has it, a plain map of
/// streams, a Singer tap's bookmarks. Of several states of a stream the last counts. Errors: invalid_config, with
/// file:line. Source: AirbyteProtocol v0, AirbyteStateMessage; Airbyte API, ConnectionState.
Result<std::vector<std::pair<std::string, Json>>> states_of_file(std::string_view text, std::string_view file);

}  // namespace levada::app
