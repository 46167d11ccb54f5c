#include "cli/command.h"
#include "project/project.h"
#include "run/known_runs.h"

#include "levada/adapters/project_lock.h"
#include "levada/adapters/system_clock.h"

namespace levada::app {

namespace {

Result<ExitCode> run_runs_cancel(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto metadata, look_at_metadata(project));
    const SystemClock clock;
    schedule::RunStore store(*metadata, clock);
    LEVADA_TRY(const schedule::Run found, run_of(store, arguments.text("RUN")));
    if (const Status asked = store.request_cancel(found.id); !asked) {
        const bool has_ended = asked.error().code() == ErrorCode::conflict;
        // No waiting makes a run that has ended one that can be: it is the wrong run.
        return has_ended ? Error(ErrorCode::invalid_config, asked.error().message())
                               .with("run", found.id)
                               .hint("levada runs ls --status running")
                         : asked.error();
    }
    const auto lock = ProjectLock::acquire(project.state_folder);
    if (lock) {
        // Nobody works on the project: the run was left by a process that died.
        LEVADA_CHECK(store.close_interrupted());
        print(process.out, "run " + found.id + " was not running any more; it is closed as interrupted\n");
        return ExitCode::success;
    }
    print(process.out,
          "run " + found.id + " will end at its next page; what was read is kept\nNext: levada runs show " + found.id +
              "\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_runs_cancel() {
    return {
        .path = {"runs", "cancel"},
        .summary = "End a run in order: what was read is kept, the next run goes on from there.",
        .operands = {{.name = "RUN", .help = "Its id, or the end of it.", .is_required = true}},
        .options = {},
        .details = "Works beside a running levada. A request that is not answered within 10 seconds is given up.\n",
        .run = run_runs_cancel,
    };
}

}  // namespace levada::app
