#include "run/one_run.h"

#include "run/cancel_watch.h"
#include "run/pipeline_run.h"
#include "run/run_summary.h"
#include "run/run_windows.h"
#include "run/terminal_progress.h"

namespace levada::app {

Result<schedule::Run> CommandRuns::run(const RunOrder& order, const std::atomic<bool>& is_program_ending) {
    schedule::RunStore store(*services_.metadata, *services_.clock);
    LEVADA_TRY(schedule::Run run,
               store.begin({.pipeline = order.pipeline.name,
                            .trigger = order.trigger,
                            .attempt = order.attempt,
                            .retry_of = order.retry_of}));
    observe::Progress progress(
        progress_options(process_, arguments_),
        [&](std::string_view text) { print(process_.error, text); },
        *services_.clock);
    const CancelWatch watch(store, run.id, is_program_ending);
    RunRequest request;
    request.run_id = run.id;
    request.streams = order.streams;
    request.may_shrink = order.may_shrink;
    request.is_raw_lost = order.is_raw_lost;
    request.window = order.window;
    if (!order.window.is_open()) {
        LEVADA_CHECK(keep_run_window(services_, run.id, order.window, order.streams));
    }
    request.is_stopping = &watch.is_stopping();
    auto result = PipelineRun(services_, project_, order.pipeline, progress).execute(request);
    progress.finish();
    if (!result) {
        run.status = schedule::RunStatus::failed;
        run.error_code = to_string(result.error().code());
        run.error_message = result.error().message();
        // The first error is the one that counts. A run that could not be closed is closed by the next command.
        static_cast<void>(store.finish(run));
        return result.error().with("pipeline", order.pipeline.name);
    }
    run.status = result->status;
    run.streams = std::move(result->streams);
    if (!order.window.is_open()) {
        for (const schedule::StreamReport& stream : run.streams) {
            if (stream.status == schedule::RunStatus::succeeded) {
                LEVADA_CHECK(keep_filled(services_, order.pipeline.name, stream.name, order.window));
            }
        }
    }
    LEVADA_CHECK(store.finish(run));
    LEVADA_TRY(run, store.get(run.id));
    print(process_.out,
          arguments_.has("json") ? run.to_json().dump() + "\n" : summary_of(run) + "\n" + next_step_of(run));
    return run;
}

}  // namespace levada::app
