#pragma once

#include <cstdint>
#include <vector>

#include "levada/airbyte/manifest.h"
#include "levada/base/error.h"

namespace levada::airbyte {

/// An error keeps the manifest from running; a warning is a key that has no effect.
enum class FindingKind : std::uint8_t { error, warning };

/// One thing that is wrong in a manifest, with file and line.
struct ManifestFinding {
    FindingKind kind = FindingKind::error;
    Error error;
};

/// Whether the Python file of a manifest's own classes is there.
enum class PythonCode : std::uint8_t { absent, present };

/// Everything that can be told of a manifest without running it, by line: wrong types, what is missing, values and
/// components that cannot stand where they are, keys that no component knows, each with the nearest name.
/// Source: airbyte-cdk 7.39.1, declarative_component_schema.yaml.
std::vector<ManifestFinding> review_manifest(const Manifest& manifest, PythonCode python);

}  // namespace levada::airbyte
