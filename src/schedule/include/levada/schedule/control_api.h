#pragma once

#include <functional>
#include <string>
#include <vector>

#include "levada/ports/handler.h"
#include "levada/schedule/run_store.h"
#include "levada/schedule/scheduler.h"

namespace levada::schedule {

/// The control plane over HTTP: what runs, what ran, and starting and cancelling. Thread-safe.
class ControlApi {
public:
    /// Borrows both; they must outlive this object.
    ControlApi(Scheduler& scheduler, RunStore& runs) : scheduler_(scheduler), runs_(runs) {}

    /// GET /v1/pipelines: [{"name","schedule","time_zone","next_at","running_run","overlaps_skipped","last_run"}].
    Response pipelines(const Request& request) const;
    /// GET /v1/runs?pipeline=&status=&before=&limit=: the newest first; limit 1 to 1000, 100 without. A run that is not
    /// over has its streams as they are so far.
    Response runs(const Request& request) const;
    /// GET /v1/runs/{id}: as in the list.
    Response run(const Request& request) const;
    /// GET /v1/runs/{id}/events: [{"at","kind","stream","text","facts"}], the oldest first.
    Response events(const Request& request) const;
    /// POST /v1/pipelines/{name}/runs: 202 {"id"}; 404, 409 (it runs), 403 (asked by a page of another site).
    Response trigger(const Request& request) const;
    /// POST /v1/runs/{id}/cancel: 202; 404, 403.
    Response cancel(const Request& request) const;

private:
    /// Of a pipeline, as far as it got if it is still running; null if it never ran.
    Result<Json> last_run(const std::string& pipeline) const;

    Scheduler& scheduler_;
    RunStore& runs_;
};

}  // namespace levada::schedule
