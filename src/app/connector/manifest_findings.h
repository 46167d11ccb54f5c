#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "levada/airbyte/components/manifest_review.h"

namespace levada::app {

/// Everything that can be told of a manifest file without a request: what cannot be read, fields and components that
/// are wrong or missing, Python classes without their file, templates that are no Jinja, keys without effect; by line.
/// Errors: not_found (no such file).
Result<std::vector<airbyte::ManifestFinding>> manifest_findings(const std::filesystem::path& file);

}  // namespace levada::app
