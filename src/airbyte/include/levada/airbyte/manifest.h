#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// A low-code manifest with its references resolved, component types filled in and `$parameters` handed down; every
/// node knows its line. What the components mean is checked later, by those who know them.
struct Manifest {
    std::string file;
    Json root;
};

/// Reads a manifest (YAML, or JSON as its subset). `file` names it in errors. Python: YamlDeclarativeSource.
/// Errors: invalid_config with file:line (YAML, undefined or circular reference, root is no mapping).
Result<Manifest> load_manifest(std::string_view text, std::string_view file);

/// Replaces every "#/a/b" text and every {"$ref": "#/a/b"} by what it names; keys beside `$ref` win.
/// Errors: invalid_config. Source: airbyte-cdk 7.39.1, parsers/manifest_reference_resolver.py.
Result<Json> resolve_references(const Json& manifest, std::string_view file);

/// Whose value counts when parent and component give the same parameter.
enum class ParameterPriority : std::uint8_t { component, parent };

/// Fills in missing component types and hands `$parameters` down. `field` is "<ParentType>.<field>" or empty at the
/// root. Source: airbyte-cdk 7.39.1, parsers/manifest_component_transformer.py.
Json propagate_types_and_parameters(std::string_view field,
                                    const Json& component,
                                    const Json& parent_parameters,
                                    ParameterPriority priority);

}  // namespace levada::airbyte
