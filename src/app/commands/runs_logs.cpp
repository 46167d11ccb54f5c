#include "cli/command.h"
#include "project/project.h"
#include "run/known_runs.h"
#include "run/log_files.h"

#include "levada/adapters/system_clock.h"

namespace levada::app {

namespace {

/// `2026-01-02T03:04:05.678Z ERROR posts: HTTP 503 (…)`
std::string line_of(const Json& entry) {
    std::string line =
        std::string(entry.string_or("@timestamp", "")) + " " + std::string(entry.string_or("log.level", "")) + "  ";
    if (const Json* stream = entry.find_path({"levada", "stream"}); stream != nullptr && stream->is_string()) {
        line += stream->as_string() + ": ";
    }
    line += entry.string_or("message", "");
    if (const Json* facts = entry.find("levada"); facts != nullptr && facts->is_object()) {
        for (const Json::Member& fact : facts->as_object()) {
            const bool is_known = fact.key == "stream" || fact.key == "run" || fact.key == "pipeline";
            line += is_known ? "" : "  " + fact.key + "=" + fact.value.dump();
        }
    }
    if (const Json* cause = entry.find_path({"error", "message"}); cause != nullptr && cause->is_string()) {
        line += " (" + cause->as_string() + ")";
    }
    return line + "\n";
}

Result<ExitCode> run_runs_logs(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto metadata, look_at_metadata(project));
    const SystemClock clock;
    schedule::RunStore store(*metadata, clock);
    LEVADA_TRY(const schedule::Run found, run_of(store, arguments.text("RUN")));
    LEVADA_TRY(const std::size_t count,
               read_log_of_run(project.state_folder / "logs", found.id, [&](const Json& entry) -> Status {
                   print(process.out, arguments.has("json") ? entry.dump() + "\n" : line_of(entry));
                   return ok();
               }));
    if (count == 0) {
        print(process.error,
              "the log has no entry of run " + found.id + "; levada runs show " + found.id + " tells what it did\n");
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_runs_logs() {
    return {
        .path = {"runs", "logs"},
        .summary = "Print what the log has of one run.",
        .operands = {{.name = "RUN", .help = "Its id, or the end of it; the newest without.", .is_required = false}},
        .options = {},
        .details = "With --json each entry as it is in .levada/logs (ECS). Works beside a running levada.\n",
        .run = run_runs_logs,
    };
}

}  // namespace levada::app
