#pragma once

#include "project/fields.h"
#include "project/secrets.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace levada::app {

/// How a connector is run: here, from its manifest, or as a program beside us.
enum class ConnectorKind : std::uint8_t { manifest, airbyte, singer };

/// A connector that is a program, and the Python that one needs: a manifest's own classes need it too.
struct ProgramChoice {
    ConnectorKind kind = ConnectorKind::manifest;
    /// Program and arguments; of a manifest the Python interpreter that has the airbyte-cdk.
    std::vector<std::string> command;
    std::vector<std::string> requirements;  ///< pip's; empty: nothing has to be installed
    std::filesystem::path venv;             ///< where they are, or will be
    std::string python = "python3";         ///< what makes the virtual environment
    std::map<std::string, std::string> environment;
    std::uint64_t memory_mb = 2048;
    std::chrono::seconds time_max{24 * 3600};
    std::chrono::seconds silence_max{90 * 60};
};

/// Where a project keeps what, for reading `connector`.
struct ProgramPlaces {
    std::filesystem::path folder;        ///< of levada.yaml
    std::filesystem::path state_folder;  ///< .levada
    /// What of our environment a program may see.
    std::map<std::string, std::string> environment;
};

/// What a manifest's Python classes run on. Source: PyPI, airbyte-cdk.
inline constexpr const char* kAirbyteCdk = "airbyte-cdk==7.39.1";

/// Of our environment what programs need to find their way: paths, language, time zone, proxies, certificates, pip's
/// settings. Nothing else: it may hold secrets.
std::map<std::string, std::string> program_environment(const std::map<std::string, std::string>& ours);

/// The Python that a manifest's classes get when the project says nothing else.
ProgramChoice manifest_python(const ProgramPlaces& places);

/// Reads `connector` when it is a map: `manifest`, `package` or `command`, and how it is run. `manifest` gets the
/// manifest's path, empty for a program. Errors: invalid_config with file:line.
Result<ProgramChoice> read_program(
    Fields& fields, Secrets& secrets, const ProgramPlaces& places, std::string_view file, std::string& manifest);

}  // namespace levada::app
