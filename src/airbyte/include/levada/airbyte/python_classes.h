#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/manifest.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// One `class_name` of a manifest: Python code that takes the place of a component.
struct PythonClass {
    std::string component_type;  ///< CustomRecordExtractor; empty where the manifest does not say
    std::string class_name;      ///< source_declarative_manifest.components.MyExtractor
    std::uint32_t line = 0;

    /// The class's own name: MyExtractor.
    std::string_view name() const;
    /// The module: source_declarative_manifest.components.
    std::string_view module() const;
};

/// Every one, in the order of lines. Source: airbyte-cdk 7.39.1, declarative_component_schema.yaml (Custom…).
std::vector<PythonClass> python_classes(const Manifest& manifest);

/// Refuses a class that the Python file beside the manifest does not have. `components_text` is the text of
/// components.py; a null pointer when there is no such file. Classes of other modules are left to Python.
/// Errors: unsupported with file:line and "did you mean".
Status require_python_classes(const Manifest& manifest, const std::string* components_text);

}  // namespace levada::airbyte
