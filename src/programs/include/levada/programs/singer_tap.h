#pragma once

#include <optional>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"
#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"
#include "levada/programs/program_options.h"

namespace levada::programs {

/// A connector that is a Singer tap: `--config`, `--discover`, `--catalog` or `--properties`, `--state`, as far as its
/// `--help` knows them. Its state is one value for all streams; each stream keeps its own part of it.
/// A stream whose catalog says nothing of replication is read in full unless it is chosen to be incremental.
/// Source: Singer specification, SPEC.md 0.3.0. Not thread-safe.
class SingerTap final : public airbyte::Connector {
public:
    /// Borrows all but the options. Runs nothing yet.
    SingerTap(ProgramOptions options, PythonRuntime& runtime, const Clock& clock, airbyte::MessageSink& messages);

    /// Taps have none: any configuration fits.
    Result<Json> spec() const override;
    Result<void> validate_config() const override { return ok(); }
    /// Discovers; a tap that cannot is run until it says something.
    Result<airbyte::ConnectionStatus> check() override;
    /// A tap that cannot discover is read to its end, and its schemas are taken.
    /// Errors: those of PythonRuntime::run(), unavailable (it failed), invalid_data (no catalog).
    Result<Json> discover() override;
    /// As AirbyteProgram::read().
    Result<airbyte::ReadOutcome> read() override;

private:
    struct Knows {
        bool can_discover = false;
        bool has_catalog = false;
        bool has_properties = false;
        bool has_state = false;
    };
    Result<Knows> ask_help();
    Result<Json> singer_catalog(const Knows& knows);
    Result<Json> catalog_by_discovery();
    Result<Json> catalog_by_reading();
    Result<std::vector<ProgramFile>> read_files(const Json& state);
    ProgramFile config_file() const;
    std::vector<std::string> secrets() const;

    ProgramOptions options_;
    PythonRuntime& runtime_;
    const Clock& clock_;
    airbyte::MessageSink& messages_;
    std::optional<Knows> knows_;
};

}  // namespace levada::programs
