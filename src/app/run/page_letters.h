#pragma once

#include "run/services.h"

#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

/// Closes the dead letters of pages that `run` has read again: those of streams that it read to their end, of earlier
/// runs, and of a backfill only where its window has the letter's. They count as replayed, by this run.
/// Errors: those of DeadLetters::list() and mark().
Status settle_pages(Services& services,
                    const std::string& pipeline,
                    const std::string& run,
                    const airbyte::ReadWindow& window,
                    const std::vector<schedule::StreamReport>& streams);

}  // namespace levada::app
