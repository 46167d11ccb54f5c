#include "run/pipeline_run.h"

#include "run/connector.h"
#include "run/kept_config.h"
#include "run/loading.h"
#include "run/pipelines.h"
#include "run/preparation.h"
#include "run/run_observers.h"
#include "run/stoppable_messages.h"
#include "run/stream_ids.h"

#include <algorithm>
#include <map>
#include <utility>

#include "levada/adapters/process_runtime.h"
#include "levada/base/executor.h"
#include "levada/base/text.h"
#include "levada/collect/polite_http.h"
#include "levada/collect/raw_runs.h"
#include "levada/collect/raw_zone.h"
#include "levada/collect/recording_http.h"
#include "levada/collect/redaction.h"
#include "levada/collect/stream_collector.h"

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

/// Tells when a run that shall end has had its time. Thread-safe.
class StopGrace {
public:
    /// Borrows both.
    StopGrace(const Clock& clock, const std::atomic<bool>& is_stopping) : clock_(clock), is_stopping_(is_stopping) {}

    bool is_over() {
        if (!is_stopping_) {
            return false;
        }
        const Monotonic now = clock_.monotonic();
        Monotonic::rep unknown = 0;
        since_.compare_exchange_strong(unknown, now.time_since_epoch().count());
        return now.time_since_epoch().count() - since_ >= std::chrono::nanoseconds(kStopGrace).count();
    }

private:
    const Clock& clock_;
    const std::atomic<bool>& is_stopping_;
    std::atomic<Monotonic::rep> since_ = 0;
};

/// What a run works with beside its services.
struct RunTools {
    const RunRequest& request;
    observe::Progress& progress;
    RunNotes& notes;
    StopGrace& grace;
};

Json seconds_of(std::chrono::nanoseconds wait) {
    constexpr double kMillisecondsPerSecond = 1000;
    return {static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()) /
            kMillisecondsPerSecond};
}

/// What the journal has of each stream so far.
struct NotedStream {
    std::int64_t records_shown = 0;
    std::int64_t checkpoints = 0;
    std::int64_t records_at_checkpoint = 0;
    std::size_t errors = 0;
    bool is_begun = false;
    bool is_ended = false;
};

/// Everything that one read holds on to, in the order it has to be made and, backwards, to go.
class Read {
public:
    Read(Services& services, const Preparation& preparation, const RunTools& tools)
        : services_(services),
          preparation_(preparation),
          tools_(tools),
          clock_(*services.clock,
                 tools.progress,
                 *tools.request.is_stopping,
                 [this](const std::string& stream, const std::string& why, std::chrono::nanoseconds wait) {
                     note_wait(stream, why, wait);
                 }),
          redaction_(preparation.secrets),
          zone_(
              *services.objects, *services.clock, {.pipeline = preparation.pipeline.name, .run = tools.request.run_id}),
          curl_(curl_options(), clock_),
          recording_(curl_, zone_, redaction_, *services.clock),
          breaker_(recording_, clock_, services.breakers, breaker_listeners()),
          budget_(breaker_,
                  clock_,
                  services.budgets,
                  [this](std::string_view host, std::chrono::nanoseconds /*wait*/) {
                      clock_.set_cause("the rate budget of " + std::string(host) + " is spent");
                  }),
          counting_(budget_,
                    tools.progress,
                    clock_,
                    [this](const HttpRequest& request, const std::string& end) { note_attempt(request, end); }),
          programs_(clock_, *tools.request.is_stopping) {}

    /// Reads all streams of the plan into the queue. Errors: those that end the whole read.
    Result<std::vector<CollectedStream>> run(const RunNumbers& numbers) {
        ThreadExecutor appends(1, 1);
        StreamCollectorOptions options = collector_options(numbers);
        options.executor = &appends;
        StreamCollector collector({*services_.queue, &zone_, *services_.states, *services_.clock, tools_.notes.log()},
                                  std::move(options));
        StoppableMessages messages(collector, *tools_.request.is_stopping);
        const Status read = read_source(messages);
        LEVADA_CHECK(collector.finish());
        if (!read && read.error().code() != ErrorCode::cancelled) {
            return read.error();
        }
        return collector.streams();
    }

private:
    BreakerHttp::Listeners breaker_listeners() {
        return {.on_wait =
                    [this](std::string_view host, std::chrono::nanoseconds /*wait*/) {
                        clock_.set_cause("the circuit of " + std::string(host) + " is open");
                    },
                .on_state =
                    [this](std::string_view host, CircuitBreaker::State state) {
                        const std::string text =
                            "the circuit of " + std::string(host) + " is " + std::string(to_string(state));
                        const bool is_open = state != CircuitBreaker::State::closed;
                        tools_.notes.add({.kind = RunEventKind::wait, .text = text});
                        tools_.notes.log().write(is_open ? LogLevel::warning : LogLevel::info, text, {});
                    }};
    }

    CurlHttpOptions curl_options() const {
        CurlHttpOptions options = http_options_of(preparation_.pipeline);
        options.is_aborted = [&grace = tools_.grace] { return grace.is_over(); };
        return options;
    }

    Status read_source(airbyte::MessageSink& messages) {
        ConnectorUse use;
        use.catalog = configured_catalog(preparation_.catalog, preparation_.plan);
        use.window = tools_.request.window;
        if (use.window.is_open()) {
            LEVADA_TRY(use.state, input_states());
        }
        LEVADA_TRY(const auto source,
                   open_connector(preparation_.pipeline, std::move(use), {counting_, clock_, programs_, messages}));
        LEVADA_CHECK(source->validate_config());
        LEVADA_CHECK(source->read());
        return ok();
    }

    Result<Json> input_states() {
        Json states = Json::array();
        for (const PlannedStream& stream : preparation_.plan) {
            if (!stream.is_incremental) {
                continue;
            }
            LEVADA_TRY(const auto state, services_.states->newest(preparation_.pipeline.name, stream.name));
            if (state) {
                states.push_back(state_message(stream.name, *state));
            }
        }
        return states.is_null() ? Json::array() : states;
    }

    StreamCollectorOptions collector_options(const RunNumbers& numbers) {
        StreamCollectorOptions options;
        options.pipeline = preparation_.pipeline.name;
        options.run = tools_.request.run_id;
        options.sync_id = numbers.sync_id;
        options.connector = preparation_.connector;
        options.states = tools_.request.window.is_open() ? StateUse::keep : StateUse::ignore;
        for (const PlannedStream& stream : preparation_.plan) {
            options.plans[stream.name] = {numbers.generations.at(stream.name), stream.json_schema};
        }
        options.on_progress = [this](const CollectedStream& stream) { show(stream); };
        options.on_config_changed = [this](const Json& config) {
            return keep_config(services_, preparation_.pipeline, config);
        };
        options.on_hide = [this](const std::vector<std::string>& secrets) { services_.log->hide(secrets); };
        return options;
    }

    void show(const CollectedStream& stream) {
        NotedStream& noted = noted_[stream.name];
        tools_.progress.add(
            stream.name,
            {.records = static_cast<std::uint64_t>(stream.record_count - noted.records_shown), .pages = 0, .bytes = 0});
        noted.records_shown = stream.record_count;
        note_stream(stream, noted);
    }

    void note_stream(const CollectedStream& stream, NotedStream& noted) {
        if (!std::exchange(noted.is_begun, true)) {
            tools_.notes.add({.kind = RunEventKind::stream, .stream = stream.name, .text = "begun"});
        }
        if (stream.checkpoint_count > noted.checkpoints) {
            const std::int64_t records = stream.record_count - noted.records_at_checkpoint;
            tools_.notes.add({.kind = RunEventKind::slice,
                              .stream = stream.name,
                              .text = "checkpoint: " + std::to_string(records) + " records since the one before",
                              .facts = Json::object({{"slice", stream.checkpoint_count - 1}, {"records", records}})});
            noted.checkpoints = stream.checkpoint_count;
            noted.records_at_checkpoint = stream.record_count;
        }
        if (stream.outcome && !std::exchange(noted.is_ended, true)) {
            const std::string cause = stream.errors.empty() ? "" : ": " + stream.errors.back().message;
            tools_.notes.add({.kind = RunEventKind::stream,
                              .stream = stream.name,
                              .text = std::string(to_string(*stream.outcome)) + cause,
                              .facts = Json::object({{"records", stream.record_count}, {"pages", stream.page_count}})});
        }
    }

    void note_wait(const std::string& stream, const std::string& why, std::chrono::nanoseconds wait) {
        tools_.notes.add({.kind = RunEventKind::wait,
                          .stream = stream,
                          .text = why,
                          .facts = Json::object({{"seconds", seconds_of(wait)}})});
    }

    void note_attempt(const HttpRequest& request, const std::string& end) {
        const std::string url = redaction_.url(request.original_url.empty() ? request.url : request.original_url);
        tools_.notes.add({.kind = RunEventKind::attempt,
                          .stream = request.stream,
                          .text = request.method + " " + url + ": " + redaction_.text(end),
                          .facts = Json::object({{"raw", zone_.last_place(request.stream)}})});
    }

    Services& services_;
    const Preparation& preparation_;
    const RunTools& tools_;
    WaitingClock clock_;
    Redaction redaction_;
    RawZone zone_;
    CurlHttp curl_;
    RecordingHttp recording_;
    BreakerHttp breaker_;
    BudgetHttp budget_;
    CountingHttp counting_;
    ProcessRuntime programs_;
    std::map<std::string, NotedStream> noted_;
};

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
StreamReport load(const Loading& loading, const PlannedStream& planned, StreamReport report, RunNotes& notes) {
    const auto loaded = load_stream(loading, planned);
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
                           {"levada.next", "levada run --stream " + planned.name + " --may-shrink, if it is right"}});
        return report;
    }
    const auto letters = static_cast<std::int64_t>(loaded->dead_letters);
    const auto records = static_cast<std::int64_t>(loaded->records);
    notes.add({.kind = RunEventKind::loaded,
               .stream = planned.name,
               .text = std::to_string(records) + " records written, " + std::to_string(letters) + " dead letters",
               .facts = Json::object({{"records", records}, {"dead_letters", letters}})});
    return report;
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
    notes.add({.kind = RunEventKind::begun,
               .text = request.streams.empty() ? "all streams that the project chooses" : join(request.streams, ", ")});
    Result<JobResult> result = read_and_load(request, notes);
    if (*request.is_stopping) {
        notes.add({.kind = RunEventKind::cancelled, .text = "the run was told to end"});
    }
    drop_old_responses(notes);
    const std::string text = result ? std::string(to_string(result->status)) : "failed: " + result.error().to_string();
    notes.add({.kind = RunEventKind::ended, .text = text});
    return result;
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

Result<JobResult> PipelineRun::read_and_load(const RunRequest& request, RunNotes& notes) {
    StopGrace grace(*services_.clock, *request.is_stopping);
    CurlHttpOptions http_options = http_options_of(pipeline_);
    http_options.is_aborted = [&grace] { return grace.is_over(); };
    CurlHttp http(http_options, *services_.clock);
    ProcessRuntime programs(*services_.clock, *request.is_stopping);
    LEVADA_TRY(const Preparation preparation, prepare(services_, pipeline_, request.streams, http, programs));
    LEVADA_TRY(const RunNumbers numbers, take_numbers(services_, pipeline_, preparation.plan));
    for (const PlannedStream& stream : preparation.plan) {
        progress_.start(stream.name);
    }
    const RunTools tools{request, progress_, notes, grace};
    LEVADA_TRY(const auto collected, Read(services_, preparation, tools).run(numbers));
    JobResult result;
    const OverwriteGuard guard =
        request.may_shrink ? OverwriteGuard{.when_empty = EmptyVersion::replace} : pipeline_.overwrite;
    const Loading loading{services_, project_, pipeline_, notes.log(), [&grace] { return grace.is_over(); }, guard};
    for (const PlannedStream& planned : preparation.plan) {
        const auto found = std::find_if(
            collected.begin(), collected.end(), [&](const CollectedStream& one) { return one.name == planned.name; });
        const CollectedStream stream = found == collected.end() ? CollectedStream{.name = planned.name} : *found;
        StreamReport report =
            load(loading, planned, report_of(stream, progress_.amount_of(planned.name), *request.is_stopping), notes);
        progress_.end(report.name, shown_outcome(report.status), report.error);
        result.streams.push_back(std::move(report));
    }
    result.status = status_of(result.streams, *request.is_stopping);
    return result;
}

}  // namespace levada::app
