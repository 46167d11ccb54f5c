#include "run/pipeline_run.h"

#include "run/agreement.h"
#include "run/connector.h"
#include "run/loading_beside.h"
#include "run/page_letters.h"
#include "run/pipelines.h"
#include "run/preparation.h"
#include "run/reading.h"
#include "run/run_windows.h"
#include "run/stop_grace.h"
#include "run/stream_ids.h"

#include <algorithm>
#include <utility>

#include "levada/adapters/process_runtime.h"
#include "levada/base/executor.h"
#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/collect/raw_runs.h"
#include "levada/delivery/dead_letters.h"

namespace levada::app {

namespace {

using schedule::JobResult;
using schedule::RunEventKind;
using schedule::RunStatus;
using schedule::StreamReport;

observe::StreamOutcome shown_outcome(RunStatus status) {
    switch (status) {
        case RunStatus::succeeded:
            return observe::StreamOutcome::succeeded;
        case RunStatus::partial:
            return observe::StreamOutcome::partial;
        case RunStatus::cancelled:
            return observe::StreamOutcome::cancelled;
        default:
            return observe::StreamOutcome::failed;
    }
}

std::string error_text(const CollectedStream& stream) {
    return stream.errors.empty() ? "" : stream.errors.back().message;
}

/// `moved` counts every response of the stream, also those without a record in them.
StreamReport report_of(const CollectedStream& stream, const observe::ProgressAmount& moved, bool is_stopping) {
    StreamReport report;
    report.name = stream.name;
    report.records = static_cast<std::uint64_t>(stream.record_count);
    report.pages = moved.pages;
    report.bytes = moved.bytes;
    report.dead_letters = static_cast<std::uint64_t>(stream.dead_letter_count);
    const bool is_complete = stream.outcome == StreamOutcome::complete;
    const RunStatus otherwise = stream.record_count > 0 ? RunStatus::partial : RunStatus::failed;
    report.status = is_complete ? RunStatus::succeeded : otherwise;
    report.error = error_text(stream);
    if (!is_complete && is_stopping) {
        report.status = RunStatus::cancelled;
    }
    return report;
}

/// Brings what the stream has in the queue into its table and adds that to its report.
StreamReport load(LoadingBeside& loading,
                  const std::string& pipeline,
                  const PlannedStream& planned,
                  StreamReport report,
                  RunNotes& notes) {
    const auto loaded = loading.load_rest(planned);
    if (!loaded) {
        report.status = RunStatus::failed;
        report.error = loaded.error().to_string();
        notes.add({.kind = RunEventKind::loaded, .stream = planned.name, .text = "not loaded: " + report.error});
        return report;
    }
    report.dead_letters += loaded->dead_letters;
    if (!loaded->refusal.empty()) {
        report.status = RunStatus::failed;
        report.error = loaded->refusal;
        notes.add({.kind = RunEventKind::loaded, .stream = planned.name, .text = "refused: " + loaded->refusal});
        notes.log().write(LogLevel::error,
                          "the table was left as it was: " + loaded->refusal,
                          {{"levada.stream", planned.name},
                           {"levada.next",
                            "if it is right: levada run " + pipeline + " --stream " + planned.name + " --may-shrink"}});
        return report;
    }
    if (report.status == RunStatus::succeeded && loading.waiting_size_bytes(planned.name) > 0) {
        report.status = RunStatus::cancelled;
        report.error = "it was read to its end, but not loaded: it waits in the queue for the next run";
    }
    const auto letters = static_cast<std::int64_t>(loaded->dead_letters);
    const auto records = static_cast<std::int64_t>(loaded->records);
    notes.add({.kind = RunEventKind::loaded,
               .stream = planned.name,
               .text = std::to_string(records) + " records written, " + std::to_string(letters) + " dead letters",
               .facts = Json::object({{"records", records}, {"dead_letters", letters}})});
    return report;
}

/// What a run reads, in words.
std::string scope_of(const RunRequest& request) {
    std::string text = request.streams.empty() ? "all streams that the project chooses" : join(request.streams, ", ");
    if (request.window.from && request.window.to) {
        text += " from " + format_utc(*request.window.from, 0) + " to " + format_utc(*request.window.to, 0);
    }
    return text;
}

/// Why a stream is not whole: the table that takes nothing before all else, and what ended the run where it has no
/// cause of its own.
std::string cause_of(const std::string& own, const std::string& table, const std::string& run) {
    if (!table.empty()) {
        return table;
    }
    return own.empty() ? run : own;
}

RunStatus status_of(const std::vector<StreamReport>& streams, bool is_stopping) {
    if (is_stopping) {
        return RunStatus::cancelled;
    }
    const auto is = [](RunStatus status) { return [status](const StreamReport& one) { return one.status == status; }; };
    if (std::all_of(streams.begin(), streams.end(), is(RunStatus::succeeded))) {
        return RunStatus::succeeded;
    }
    return std::all_of(streams.begin(), streams.end(), is(RunStatus::failed)) ? RunStatus::failed : RunStatus::partial;
}

}  // namespace

PipelineRun::PipelineRun(Services& services,
                         const Project& project,
                         const Pipeline& pipeline,
                         observe::Progress& progress)
    : services_(services), project_(project), pipeline_(pipeline), progress_(progress) {}

Result<JobResult> PipelineRun::execute(const RunRequest& request) {
    RunNotes notes(services_, pipeline_.name, request.run_id);
    notes.add({.kind = RunEventKind::begun, .text = scope_of(request)});
    note_cut_off_backfills(notes);
    Result<JobResult> result = read_and_load(request, notes);
    if (*request.is_stopping) {
        notes.add({.kind = RunEventKind::cancelled, .text = "the run was told to end"});
    }
    if (result) {
        const Status settled = settle_pages(services_, pipeline_.name, request.run_id, request.window, result->streams);
        if (!settled) {
            notes.log().write_entry(LogLevel::warning,
                                    "dead letters of pages that were read again stay open",
                                    observe::error_fields(settled.error()));
        }
    }
    drop_old_responses(notes);
    drop_settled_letters(notes);
    const std::string text = result ? std::string(to_string(result->status)) : "failed: " + result.error().to_string();
    notes.add({.kind = RunEventKind::ended, .text = text});
    return result;
}

/// What backfills had read that were killed counts, also once the queue has forgotten it. A failure ends no run.
void PipelineRun::note_cut_off_backfills(RunNotes& notes) {
    if (const Status noted = settle_cut_off_backfills(services_, pipeline_.name); !noted) {
        const std::vector<LogField> fields = observe::error_fields(noted.error());
        notes.log().write_entry(LogLevel::warning, "what a killed backfill had read cannot be noted", fields);
    }
}

/// Removes what the raw zone has of runs that are older than the project wants. A failure ends no run.
void PipelineRun::drop_old_responses(RunNotes& notes) {
    if (project_.settings.raw_retention_days == 0) {
        return;
    }
    const auto days = static_cast<std::int64_t>(project_.settings.raw_retention_days);
    const Instant oldest = services_.clock->now() - std::chrono::hours(24) * days;
    const auto removed = remove_raw_runs_before(*services_.objects, pipeline_.name, oldest);
    if (!removed) {
        const std::vector<LogField> fields = observe::error_fields(removed.error());
        notes.log().write_entry(LogLevel::warning, "old responses cannot be removed", fields);
    } else if (*removed > 0) {
        notes.log().write(LogLevel::info, "removed old responses", {{"levada.objects", std::to_string(*removed)}});
    }
}

/// Removes dead letters that were dealt with before the time that the project wants. A failure ends no run.
void PipelineRun::drop_settled_letters(RunNotes& notes) {
    if (project_.settings.dead_letter_retention_days == 0) {
        return;
    }
    const auto days = static_cast<std::int64_t>(project_.settings.dead_letter_retention_days);
    DeadLetters letters(*services_.queue, *services_.metadata, *services_.clock);
    const auto freed = letters.drop_settled(pipeline_.name, services_.clock->now() - std::chrono::hours(24) * days);
    if (!freed) {
        const std::vector<LogField> fields = observe::error_fields(freed.error());
        notes.log().write_entry(LogLevel::warning, "old dead letters cannot be removed", fields);
    }
}

Result<JobResult> PipelineRun::read_and_load(const RunRequest& request, RunNotes& notes) {
    StopGrace grace(*services_.clock, *request.is_stopping);
    CurlHttpOptions http_options = http_options_of(pipeline_);
    http_options.is_aborted = [&grace] { return grace.is_over(); };
    CurlHttp http(http_options, *services_.clock);
    ProcessRuntime programs(*services_.clock, *request.is_stopping);
    LEVADA_TRY(const Preparation preparation, prepare(services_, pipeline_, request.streams, http, programs));
    LEVADA_CHECK(check_agreement(
        services_, project_, pipeline_, preparation.plan, request.is_raw_lost ? RawCheck::waived : RawCheck::wanted));
    LEVADA_TRY(const RunNumbers numbers, take_numbers(services_, pipeline_, preparation.plan));
    for (const PlannedStream& stream : preparation.plan) {
        progress_.start(stream.name);
    }
    const OverwriteGuard guard =
        request.may_shrink ? OverwriteGuard{.when_empty = EmptyVersion::replace} : pipeline_.overwrite;
    const Loading loading{services_, project_, pipeline_, notes.log(), [&grace] { return grace.is_over(); }, guard};
    ThreadExecutor executor(1, 1);
    LoadingBeside beside({loading, progress_, notes, *request.is_stopping, executor}, preparation.plan);
    LEVADA_CHECK(beside.take_up_rest());
    RunStop stop(*request.is_stopping);
    const RunTools tools{request, progress_, notes, grace, beside, stop};
    LEVADA_TRY(const auto collected, read_into_queue(services_, preparation, tools, numbers));
    beside.finish();
    JobResult result;
    for (const PlannedStream& planned : preparation.plan) {
        const auto found = std::find_if(
            collected.begin(), collected.end(), [&](const CollectedStream& one) { return one.name == planned.name; });
        const CollectedStream stream = found == collected.end() ? CollectedStream{.name = planned.name} : *found;
        StreamReport report = load(beside,
                                   pipeline_.name,
                                   planned,
                                   report_of(stream, progress_.amount_of(planned.name), *request.is_stopping),
                                   notes);
        if (report.status != RunStatus::succeeded) {
            report.error = cause_of(report.error, beside.given_up(planned.name), stop.cause());
        }
        progress_.end(report.name, shown_outcome(report.status), report.error);
        result.streams.push_back(std::move(report));
    }
    result.status = status_of(result.streams, *request.is_stopping);
    return result;
}

}  // namespace levada::app
