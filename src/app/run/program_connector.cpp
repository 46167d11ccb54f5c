#include "run/program_connector.h"

#include <utility>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/python_classes.h"
#include "levada/base/file.h"
#include "levada/programs/airbyte_program.h"
#include "levada/programs/singer_tap.h"

namespace levada::app {

namespace {

/// Runs the CDK's own program for manifests; requests go to another place first when they are told to, and seem to have
/// gone where they were meant to. Source: airbyte-cdk 7.39.1, cli/source_declarative_manifest/_run.py.
constexpr const char* kRunManifest = R"(import os
base = os.environ.get("LEVADA_HTTP_REWRITE", "")
if base:
    from urllib.parse import urlsplit
    from requests.adapters import HTTPAdapter
    original_send = HTTPAdapter.send
    def send(self, request, *arguments, **options):
        place = urlsplit(request.url)
        sent = request.copy()
        sent.url = base.replace("{host}", place.netloc) + request.url.split(place.netloc, 1)[1]
        response = original_send(self, sent, *arguments, **options)
        response.request, response.url = request, request.url
        return response
    HTTPAdapter.send = send
from airbyte_cdk.cli.source_declarative_manifest._run import run
run()
)";

programs::ProgramOptions options_of(const ProgramChoice& choice, ProgramUse use) {
    constexpr unsigned kMegabyteBits = 20;
    programs::ProgramOptions options;
    options.command = choice.command;
    options.environment = choice.environment;
    options.folder = std::move(use.folder);
    options.limits.memory_bytes = choice.memory_mb << kMegabyteBits;
    options.limits.silence_max = choice.silence_max;
    options.read_time_max = choice.time_max;
    options.config = use.config.is_null() ? Json::object() : std::move(use.config);
    options.catalog = std::move(use.catalog);
    options.state = std::move(use.state);
    return options;
}

std::filesystem::path components_file(const std::filesystem::path& manifest) {
    return manifest.parent_path() / "components.py";
}

}  // namespace

std::unique_ptr<airbyte::Connector> open_program(const ProgramChoice& choice, ProgramUse use, ConnectorWorld world) {
    programs::ProgramOptions options = options_of(choice, std::move(use));
    if (choice.kind == ConnectorKind::singer) {
        return std::make_unique<programs::SingerTap>(std::move(options), world.programs, world.clock, world.messages);
    }
    return std::make_unique<programs::AirbyteProgram>(std::move(options), world.programs, world.clock, world.messages);
}

Result<std::unique_ptr<airbyte::Manifest>> manifest_for_python(const std::string& text,
                                                               const std::filesystem::path& file) {
    if (text.find("class_name") == std::string::npos) {
        return std::unique_ptr<airbyte::Manifest>();
    }
    LEVADA_TRY(airbyte::Manifest manifest, airbyte::load_manifest(text, file.string()));
    if (airbyte::python_classes(manifest).empty()) {
        return std::unique_ptr<airbyte::Manifest>();
    }
    const auto components = read_file(components_file(file));
    LEVADA_CHECK(airbyte::require_python_classes(manifest, components ? &*components : nullptr));
    return std::make_unique<airbyte::Manifest>(std::move(manifest));
}

Result<std::unique_ptr<airbyte::Connector>> open_python_manifest(const PythonManifest& manifest,
                                                                 const ProgramChoice& choice,
                                                                 ProgramUse use,
                                                                 ConnectorWorld world) {
    programs::ProgramOptions options = options_of(choice, std::move(use));
    LEVADA_TRY(options.spec, airbyte::specification_of(manifest.manifest));
    const std::filesystem::path file = std::filesystem::absolute(manifest.file);
    options.command = {choice.command.empty() ? (choice.venv / "bin" / "python").string() : choice.command.front(),
                       "-c",
                       kRunManifest};
    options.verb_arguments = {"--manifest-path", file.string()};
    if (std::filesystem::exists(components_file(file))) {
        options.verb_arguments.insert(options.verb_arguments.end(),
                                      {"--components-path", components_file(file).string()});
    }
    // The user has put the file there and asked for its classes. Source: custom_code_compiler.py of the CDK.
    options.environment["AIRBYTE_ENABLE_UNSAFE_CODE"] = "true";
    if (!manifest.http_rewrite.empty()) {
        options.environment["LEVADA_HTTP_REWRITE"] = manifest.http_rewrite;
    }
    return std::make_unique<programs::AirbyteProgram>(std::move(options), world.programs, world.clock, world.messages);
}

}  // namespace levada::app
