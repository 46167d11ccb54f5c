#pragma once

#include "project/program_choice.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/log.h"
#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"

namespace levada::app {

/// Whether a virtual environment is taken as its lock says, or made anew with the newest versions that fit.
enum class PackageVersions : std::uint8_t { locked, newest };

/// The virtual environments of a project: `.levada/venvs/<name>`, and beside the manifests `connectors/<name>.lock`
/// with the version of every package in them, in pip's own format. Not thread-safe.
class PythonPackages {
public:
    /// Is told what pip is at, for people who wait.
    using Progress = std::function<void(std::string_view)>;

    /// Borrows all but `folder`, which is the project's.
    PythonPackages(std::filesystem::path folder, PythonRuntime& runtime, const Clock& clock, LogSink& log)
        : folder_(std::move(folder)), runtime_(runtime), clock_(clock), log_(log) {}

    void set_progress(Progress progress) { progress_ = std::move(progress); }

    /// True when what the choice asks for is there: nothing is asked for, or it was installed, in that very folder: the
    /// programs of a virtual environment do not run from another.
    static bool are_installed(const ProgramChoice& choice);
    /// Errors: not_found with the command to run, when they are not.
    static Status require_installed(const ProgramChoice& choice, const std::string& pipeline);

    std::filesystem::path lock_file(const ProgramChoice& choice) const;
    /// Makes the virtual environment and installs into it; writes the lock. What was there before is replaced, or kept
    /// where that fails. Errors: not_found (no such Python), unavailable (pip failed, with its last words).
    Status install(const ProgramChoice& choice, PackageVersions versions);

private:
    Result<std::vector<std::string>> run(const ProgramChoice& choice, const std::vector<std::string>& command);
    bool has_lock(const ProgramChoice& choice) const;
    Status make(const ProgramChoice& choice, PackageVersions versions);

    std::filesystem::path folder_;
    PythonRuntime& runtime_;
    const Clock& clock_;
    LogSink& log_;
    Progress progress_;
};

}  // namespace levada::app
