#pragma once

#include <optional>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"
#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"
#include "levada/programs/program_options.h"

namespace levada::programs {

/// A connector that is a program which speaks the Airbyte protocol: `spec`, `check --config`, `discover --config`,
/// `read --config --catalog [--state]`. Each verb is one run of the program. Not thread-safe.
class AirbyteProgram final : public airbyte::Connector {
public:
    /// Borrows all but the options. Runs nothing yet.
    AirbyteProgram(ProgramOptions options, PythonRuntime& runtime, const Clock& clock, airbyte::MessageSink& messages);

    /// Asks the program, once. Errors: those of PythonRuntime::run(), unavailable (it failed).
    Result<Json> spec() const override;
    Result<void> validate_config() const override { return ok(); }
    /// Errors: as spec(), and traced ones that the program told.
    Result<airbyte::ConnectionStatus> check() override;
    Result<Json> discover() override;
    /// A program that fails, is too slow or writes what is too long is a failed read: told for each stream without an
    /// end. Errors: cancelled, those of the messages.
    Result<airbyte::ReadOutcome> read() override;

private:
    std::vector<std::string> secrets() const;
    Deadline ask_deadline() const;
    std::vector<ProgramFile> read_files() const;

    ProgramOptions options_;
    PythonRuntime& runtime_;
    const Clock& clock_;
    airbyte::MessageSink& messages_;
    mutable std::optional<Json> spec_;
};

}  // namespace levada::programs
