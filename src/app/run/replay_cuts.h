#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/collect/raw_runs.h"

namespace levada::app {

/// Up to which page the records of each run count, by the run's id: what came behind it was read again by the next run,
/// as no state followed it (a run that was killed or told to end). An empty place: no record of that run counts. Runs
/// that count wholly are not in it. `newest_page`: what led to the state that the next run will go on from.
/// Errors: those of place_before().
Result<std::map<std::string, std::string>> replay_cuts(ObjectStore& objects,
                                                       const std::vector<RawRun>& runs,
                                                       const std::string& stream,
                                                       const std::string& newest_page);

/// Whether a page is kept behind another one of the same run and stream; each is `key#offset`.
bool is_behind(std::string_view page, std::string_view other);

}  // namespace levada::app
