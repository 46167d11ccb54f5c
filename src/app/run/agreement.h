#pragma once

#include "project/project.h"
#include "run/catalog.h"
#include "run/services.h"

#include <string>
#include <vector>

#include "levada/load/agreement.h"

namespace levada::app {

/// Whether a run also has to find the responses of the one before it.
enum class RawCheck : std::uint8_t { wanted, waived };

/// Makes sure, before anything is asked or changed, that the queue, the tables, the metadata and the raw zone tell the
/// same story of these streams: one of them that was deleted or is not mounted would else begin anew, silently.
/// Errors: not_found (a table or the raw zone is gone), corruption (one of them is behind the others), those of
/// standing_of().
Status check_agreement(Services& services,
                       const Project& project,
                       const Pipeline& pipeline,
                       const std::vector<PlannedStream>& plan,
                       RawCheck raw);

/// The same of one stream's table and queue alone. Errors: as check_agreement().
Status check_table(Services& services, const Project& project, const Pipeline& pipeline, const std::string& stream);

/// From now on the stream's table and numbers are right as they are. Errors: those of accept_table(), of Metadata.
Status accept_stream(Services& services, const Project& project, const Pipeline& pipeline, const std::string& stream);

/// Which runs gave records of the stream that the raw zone has not, the oldest first: a table made from it alone would
/// lack them. Of an overwritten stream the newest run counts. Errors: those of the run store.
Result<std::vector<std::string>> runs_without_responses(Services& services,
                                                        const Pipeline& pipeline,
                                                        const PlannedStream& stream);

}  // namespace levada::app
