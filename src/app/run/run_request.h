#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"

namespace levada::app {

/// How long a run that shall end may still wait for an answer, and load.
inline constexpr std::chrono::seconds kStopGrace{10};

/// What one run is told.
struct RunRequest {
    std::string run_id;
    std::vector<std::string> streams{};  ///< empty: all that the project chooses
    /// Asked often; true ends the run at the next page, with what was read kept. A request that is under way then is
    /// given up after kStopGrace, and what is not loaded by then waits in the queue for the next run.
    const std::atomic<bool>* is_stopping = nullptr;
    airbyte::ReadWindow window{};  ///< of a backfill: no state is read or kept
    bool may_shrink = false;       ///< the guard of overwritten tables does not count this time
    bool is_raw_lost = false;      ///< go on although the raw zone lost what earlier runs kept
};

}  // namespace levada::app
