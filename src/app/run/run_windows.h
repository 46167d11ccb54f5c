#pragma once

#include "run/services.h"

#include <chrono>
#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"

namespace levada::app {

/// Notes which part of time a run reads, so that a replay of it reads the same. Errors: unavailable.
Status keep_run_window(Services& services, const std::string& run, const airbyte::ReadWindow& window);
/// Open for a run that read as the manifest and the state say. Errors: unavailable, corruption.
Result<airbyte::ReadWindow> run_window(Services& services, const std::string& run);

/// The windows of a backfill: from `from` on, each of `length`, the last one up to `to`.
/// Limit: kWindowsMax. Errors: invalid_config (more than that).
Result<std::vector<airbyte::ReadWindow>> cut_windows(Instant from, Instant to, std::chrono::seconds length);
inline constexpr std::size_t kWindowsMax = 10'000;

/// Notes that a stream was read in a window. Errors: unavailable.
Status keep_filled(Services& services,
                   const std::string& pipeline,
                   const std::string& stream,
                   const airbyte::ReadWindow& window);
/// Whether one backfill has read the whole window of a stream. Errors: unavailable, corruption.
Result<bool> is_filled(Services& services,
                       const std::string& pipeline,
                       const std::string& stream,
                       const airbyte::ReadWindow& window);

}  // namespace levada::app
