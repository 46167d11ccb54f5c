#include "levada/airbyte/manifest.h"

#include <utility>

#include "levada/base/python_yaml.h"

namespace levada::airbyte {

Result<Manifest> load_manifest(std::string_view text, std::string_view file) {
    LEVADA_TRY(Json parsed, parse_python_yaml(text, file));
    if (!parsed.is_object()) {
        return Error(ErrorCode::invalid_config, "manifest: wanted a mapping at its root").at(file, parsed.line());
    }
    if (!parsed.contains("type")) {
        parsed.set("type", Json("DeclarativeSource"));
    }
    LEVADA_TRY(const Json resolved, resolve_references(parsed, file));
    Manifest manifest;
    manifest.file = std::string(file);
    manifest.root = propagate_types_and_parameters("", resolved, Json::object(), ParameterPriority::component);
    return manifest;
}

}  // namespace levada::airbyte
