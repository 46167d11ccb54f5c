#include "cli/command.h"
#include "cli/listing.h"
#include "project/project.h"
#include "run/known_runs.h"
#include "run/log_files.h"
#include "run/run_summary.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "levada/adapters/system_clock.h"
#include "levada/base/time.h"
#include "levada/schedule/run_journal.h"

namespace levada::app {

namespace {

/// "30", "0.5"
std::string seconds_text(double seconds) {
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.1f", seconds);
    std::string made(text.data(), static_cast<std::size_t>(size));
    return made.ends_with(".0") ? made.substr(0, made.size() - 2) : made;
}

std::string head_of(const schedule::Run& run) {
    std::string text = summary_of(run) + "\n";
    text += "  began    " + format_utc(run.started_at, 3) + " (" + std::string(to_string(run.trigger)) + ", attempt " +
            std::to_string(run.attempt) + (run.retry_of.empty() ? "" : " after " + run.retry_of) + ")\n";
    text += "  ended    " + (run.ended_at ? format_utc(*run.ended_at, 3) : "not yet") + "\n";
    if (!run.error_message.empty()) {
        text += "  cause    " + run.error_code + ": " + run.error_message + "\n";
    }
    return text;
}

Result<std::string> next_of(const Project& project, const schedule::Run& run) {
    if (run.status == schedule::RunStatus::running) {
        return "Next: levada runs cancel " + run.id + "\n";
    }
    if (run.status == schedule::RunStatus::succeeded) {
        return std::string();
    }
    LEVADA_TRY(const std::size_t logged,
               read_log_of_run(project.state_folder / "logs", run.id, [](const Json& /*entry*/) { return ok(); }));
    const std::string logs = logged > 0 ? "levada runs logs " + run.id + "\n      " : "";
    return "Next: " + logs + "levada runs retry " + run.id + "\n";
}

/// `2026-01-02T03:04:05.678Z wait     posts: after HTTP 429, 30 s`
std::string line_of(const schedule::RunEvent& event) {
    constexpr std::size_t kKindColumns = 9;
    std::string line = format_utc(event.at, 3) + " " + std::string(to_string(event.kind));
    line.append(kKindColumns - std::min(kKindColumns - 1, to_string(event.kind).size()), ' ');
    line += (event.stream.empty() ? "" : event.stream + ": ") + event.text;
    if (const Json* seconds = event.facts.find("seconds"); seconds != nullptr && seconds->is_number()) {
        line += ", " + seconds_text(seconds->as_double()) + " s";
    }
    return line + "\n";
}

Status print_run(const Process& process, const schedule::Run& run, const std::vector<schedule::RunEvent>& events) {
    print(process.out, head_of(run));
    const Json document = run.to_json();
    const Json* streams = document.find("streams");
    LEVADA_CHECK(print_listing(process,
                               {},
                               {{"stream", "name"},
                                {"status", "status"},
                                {"records", "records", Shown::count},
                                {"pages", "pages", Shown::count},
                                {"dead letters", "dead_letters", Shown::count},
                                {"error", "error"}},
                               streams->as_array()));
    for (const schedule::RunEvent& event : events) {
        print(process.out, line_of(event));
    }
    return ok();
}

Result<ExitCode> run_runs_show(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto metadata, look_at_metadata(project));
    const SystemClock clock;
    schedule::RunStore store(*metadata, clock);
    LEVADA_TRY(schedule::Run wanted, run_of(store, arguments.text("RUN")));
    LEVADA_TRY(const schedule::Run found, store.so_far(std::move(wanted)));
    LEVADA_TRY(const auto events, store.events(found.id));
    if (!arguments.has("json")) {
        LEVADA_CHECK(print_run(process, found, events));
        LEVADA_TRY(const std::string next, next_of(project, found));
        print(process.out, next);
        return ExitCode::success;
    }
    Json document = found.to_json();
    Json list = Json::array();
    for (const schedule::RunEvent& event : events) {
        list.push_back(event.to_json());
    }
    document.set("events", std::move(list));
    print(process.out, document.dump() + "\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_runs_show() {
    return {
        .path = {"runs", "show"},
        .summary = "Show one run: its streams, slices, failed attempts and waits, with times and causes.",
        .operands = {{.name = "RUN", .help = "Its id, or the end of it; the newest without.", .is_required = false}},
        .options = {},
        .details = "Works beside a running levada.\n",
        .run = run_runs_show,
    };
}

}  // namespace levada::app
