#pragma once

#include "run/loading_beside.h"
#include "run/preparation.h"
#include "run/run_notes.h"
#include "run/run_request.h"
#include "run/run_stop.h"
#include "run/services.h"
#include "run/stop_grace.h"
#include "run/stream_ids.h"

#include <string_view>
#include <vector>

#include "levada/collect/circuit_breaker.h"
#include "levada/collect/stream_collector.h"
#include "levada/observe/progress.h"

namespace levada::app {

/// What a run works with beside its services.
struct RunTools {
    const RunRequest& request;
    observe::Progress& progress;
    RunNotes& notes;
    StopGrace& grace;
    LoadingBeside& loading;
    RunStop& stop;
};

/// Notes and logs that the circuit of a host is in another state, each at the same level.
void tell_circuit(RunNotes& notes, std::string_view host, CircuitBreaker::State state);

/// Reads all streams of the plan into the queue, and notes what happens.
/// Errors: those that end the whole read; what ends one stream is in its result.
Result<std::vector<CollectedStream>> read_into_queue(Services& services,
                                                     const Preparation& preparation,
                                                     const RunTools& tools,
                                                     const RunNumbers& numbers);

}  // namespace levada::app
