#pragma once

#include <filesystem>
#include <string>

#include "levada/base/result.h"

namespace levada::app {

/// Where a new manifest goes: a name alone is a connector of the project, connectors/NAME.yaml.
std::filesystem::path new_manifest(const std::string& given, const std::filesystem::path& project);

/// The manifest that is meant: a file, or by its name a connector of the project; empty where a name is no connector.
/// Errors: not_found (a path without a file).
Result<std::filesystem::path> given_manifest(const std::string& given, const std::filesystem::path& project);

}  // namespace levada::app
