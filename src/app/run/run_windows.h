#pragma once

#include "run/services.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"

namespace levada::app {

/// Notes which part of time a run reads of which streams, so that a replay of it reads the same, and it can be tried
/// again. Errors: unavailable.
Status keep_run_window(Services& services,
                       const std::string& run,
                       const airbyte::ReadWindow& window,
                       const std::vector<std::string>& streams);
/// Open for a run that read as the manifest and the state say. Errors: unavailable, corruption.
Result<airbyte::ReadWindow> run_window(Services& services, const std::string& run);

/// The streams that were noted with the window; none for a run without one. Errors: unavailable.
Result<std::vector<std::string>> run_window_streams(Services& services, const std::string& run);

/// The windows of a backfill: from `from` on, each of `length`, the last one up to `to`.
/// Limit: kWindowsMax. Errors: invalid_config (more than that).
Result<std::vector<airbyte::ReadWindow>> cut_windows(Instant from, Instant to, std::chrono::seconds length);
inline constexpr std::size_t kWindowsMax = 10'000;

/// Notes that a stream was read in a window. Errors: unavailable.
Status keep_filled(Services& services,
                   const std::string& pipeline,
                   const std::string& stream,
                   const airbyte::ReadWindow& window);
/// What backfills have read of a stream: begins and ends; they may overlap.
using FilledTime = std::map<Instant, Instant>;
/// Limit: the first 100,000 windows. Errors: unavailable, corruption.
Result<FilledTime> filled_time(Services& services, const std::string& pipeline, const std::string& stream);
/// The parts of the window, which has both ends, that are not filled, in order.
std::vector<airbyte::ReadWindow> missing_parts(const FilledTime& filled, const airbyte::ReadWindow& window);
/// Notes what backfills that were cut off had read to its end: their ends stand in the queue. Looks at each run once,
/// so it has to be called before the queue forgets what was loaded. Errors: unavailable, corruption, those of
/// Queue::read().
Status settle_cut_off_backfills(Services& services, const std::string& pipeline);

}  // namespace levada::app
