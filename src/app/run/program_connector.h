#pragma once

#include "project/program_choice.h"

#include <memory>
#include <string>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/manifest.h"
#include "levada/airbyte/messages.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"
#include "levada/ports/python_runtime.h"
#include "levada/programs/program_options.h"

namespace levada::app {

/// What a connector meets the world through.
struct ConnectorWorld {
    Http& http;
    Clock& clock;
    PythonRuntime& programs;
    airbyte::MessageSink& messages;
};

/// What one use of a connector is about.
struct ProgramUse {
    Json config{};
    Json catalog{};  ///< configured catalog, or null
    Json state{};    ///< list of state messages, or null
    std::filesystem::path folder{};
};

/// A connector that is a program. Runs nothing yet.
std::unique_ptr<airbyte::Connector> open_program(const ProgramChoice& choice, ProgramUse use, ConnectorWorld world);

/// A manifest that is run whole by airbyte-cdk, for the Python classes in it.
struct PythonManifest {
    std::filesystem::path file;  ///< of the manifest; its components.py lies beside it
    const airbyte::Manifest& manifest;
    std::string http_rewrite;
};

/// The manifest's classes if it has any that Python has to run, looked for with as little work as that takes: null
/// when it has none. Errors: invalid_config, unsupported (a class without its Python file), with file:line.
Result<std::unique_ptr<airbyte::Manifest>> manifest_for_python(const std::string& text,
                                                               const std::filesystem::path& file);

/// Opens such a manifest on the Python of `choice`. Runs nothing yet. Errors: invalid_config (no spec).
Result<std::unique_ptr<airbyte::Connector>> open_python_manifest(const PythonManifest& manifest,
                                                                 const ProgramChoice& choice,
                                                                 ProgramUse use,
                                                                 ConnectorWorld world);

}  // namespace levada::app
