#pragma once

#include <atomic>
#include <filesystem>

#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"

namespace levada {

/// Programs as child processes: each leads a process group of its own, gets its files (mode 0600) in a folder (mode
/// 0700) below `temporary_folder`, and is asked to end by SIGTERM, then ended by SIGKILL.
/// Memory is limited by RLIMIT_DATA: address space that is only reserved does not count. Thread-safe.
class ProcessRuntime final : public PythonRuntime {
public:
    /// Borrows both; `is_stopping` ends all running programs when it becomes true.
    ProcessRuntime(const Clock& clock,
                   const std::atomic<bool>& is_stopping,
                   std::filesystem::path temporary_folder = std::filesystem::temp_directory_path());

    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) override;

private:
    const Clock& clock_;
    const std::atomic<bool>& is_stopping_;
    std::filesystem::path temporary_folder_;
};

}  // namespace levada
