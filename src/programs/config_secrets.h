#pragma once

#include <string>
#include <vector>

#include "levada/base/json.h"

namespace levada::programs {

/// The texts of `config` that may not be shown: those whose property is `airbyte_secret` in the connection
/// specification (null where there is none), and those whose key sounds like a credential. Source: AirbyteProtocol,
/// ConnectorSpecification; the words are those of Python's and Singer's own loggers.
std::vector<std::string> config_secrets(const Json& config, const Json* specification);

/// `text` with each of `secrets` as ****.
std::string without_secrets(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace levada::programs
