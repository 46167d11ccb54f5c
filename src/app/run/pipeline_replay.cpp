#include "run/pipeline_replay.h"

#include "run/agreement.h"
#include "run/connector.h"
#include "run/loading_beside.h"
#include "run/paced_messages.h"
#include "run/pipelines.h"
#include "run/replay_cuts.h"
#include "run/replay_messages.h"
#include "run/run_windows.h"
#include "run/stoppable_messages.h"
#include "run/stream_ids.h"

#include <algorithm>
#include <utility>

#include "levada/base/executor.h"
#include "levada/delivery/batch_writer.h"
#include "levada/delivery/messages.h"

namespace levada::app {

namespace {

using schedule::JobResult;
using schedule::RunEventKind;
using schedule::RunStatus;
using schedule::StreamReport;

RunStatus status_of(const std::vector<StreamReport>& streams) {
    const auto count = std::count_if(
        streams.begin(), streams.end(), [](const auto& one) { return one.status == RunStatus::succeeded; });
    if (count == static_cast<std::ptrdiff_t>(streams.size())) {
        return RunStatus::succeeded;
    }
    return count == 0 ? RunStatus::failed : RunStatus::partial;
}

/// Why a run cannot be replayed: what it would ask was not recorded, or the recording cannot be read.
std::string why_not(const RawRun& run, const Error& miss) {
    const bool is_unknown = miss.code() == ErrorCode::not_found && miss.fact("object").empty();
    return "run " + run.run + " cannot be replayed" + (is_unknown ? " under this manifest" : "") + ": " +
           miss.message() + (is_unknown ? "" : " (" + std::string(miss.fact("object")) + ")");
}

/// A program asks its API by itself: nothing of it can be replayed.
class NoPrograms final : public PythonRuntime {
public:
    Result<ProgramEnd> run(const ProgramCall& /*call*/, ProgramOutput& /*output*/, Deadline /*deadline*/) override {
        return Error(ErrorCode::unsupported,
                     "a connector that is a program cannot be replayed: the raw zone has no responses of it");
    }
};

PythonRuntime& no_programs() {
    static NoPrograms programs;
    return programs;
}

}  // namespace

/// The recorded responses of one run.
struct PipelineReplay::Recording {
    std::string run;
    ReplayIndex index{ReplayOptions{.matching = ReplayMatching::times_only}};
    std::unique_ptr<ReplayHttp> http;
};

/// One stream while it is replayed.
struct PipelineReplay::Stream {
    PlannedStream planned;
    BatchWriterOptions options;
    std::int64_t generation = 0;
    std::unique_ptr<BatchWriter> writer;
    Json state;
    std::int64_t run_count = 0;
    std::int64_t record_count = 0;
    bool is_whole = false;                       ///< an overwritten stream has found its run
    bool is_refused = false;                     ///< it is not even tried
    std::map<std::string, std::string> cuts{};   ///< replay_cuts()
    bool is_state_adrift = false;                ///< the queue that its state was in is lost
    std::string error;                           ///< why it cannot be replayed
    std::optional<std::int64_t> made_anew_from;  ///< its table is lost

    bool is_overwritten() const { return planned.destination_sync_mode == "overwrite"; }
    /// Nothing could tell a record that two runs read from two records.
    bool must_be_cut() const { return planned.destination_sync_mode == "append" && planned.is_incremental; }
};

/// What one replay works with. All is borrowed.
struct PipelineReplay::Parts {
    const ReplayOrder& order;
    const Preparation& preparation;
    LoadingBeside& beside;
    RunNotes& notes;
};

/// What came of one run of one stream.
struct PipelineReplay::Outcome {
    bool is_complete = false;
    std::int64_t record_count = 0;
    std::int64_t taken_back_count = 0;  ///< of these
    Json state;
    std::string error;
    std::optional<Error> miss;
};

PipelineReplay::PipelineReplay(Services& services, const Project& project, const Pipeline& pipeline)
    : services_(services), project_(project), pipeline_(pipeline) {}
PipelineReplay::~PipelineReplay() = default;

Result<PipelineReplay::Recording*> PipelineReplay::recording_of(const RawRun& run) {
    if (recording_ != nullptr && recording_->run == run.run) {
        recording_->index.rewind();  // Each stream begins at the first answers.
        recording_->http = std::make_unique<ReplayHttp>(recording_->index, redaction_);
        return recording_.get();
    }
    recording_.reset();
    auto recording = std::make_unique<Recording>();
    recording->run = run.run;
    for (const auto& [stream, parts] : run.streams) {
        for (const ObjectInfo& part : parts) {
            const auto added =
                recording->index.add(bytes_of(*services_.objects, part.key), {.key = part.key, .stream = stream});
            if (!added && added.error().code() != ErrorCode::not_found) {
                return added.error().with("object", part.key);
            }
        }
    }
    recording->http = std::make_unique<ReplayHttp>(recording->index, redaction_);
    recording_ = std::move(recording);
    return recording_.get();
}

Result<Preparation> PipelineReplay::prepare_from(const ReplayOrder& order) {
    clock_.set(order.runs.back().begun_at);
    LEVADA_TRY(Recording* const first, recording_of(order.runs.back()));
    LEVADA_TRY(Preparation preparation, prepare(services_, pipeline_, order.streams, *first->http, no_programs()));
    redaction_ = Redaction(preparation.secrets);
    return preparation;
}

Result<std::vector<PipelineReplay::Stream>> PipelineReplay::begin(const ReplayOrder& order,
                                                                  const Preparation& preparation) {
    LEVADA_TRY(const RunNumbers numbers, take_numbers(services_, pipeline_, preparation.plan));
    std::vector<Stream> streams;
    for (const PlannedStream& planned : preparation.plan) {
        Stream stream;
        stream.planned = planned;
        const bool is_overwritten = stream.is_overwritten();
        // A greater generation makes a new version of the table. An overwritten stream has it already; of the others
        // Metadata hears when the version is in place, so that a replay which fails leaves nothing to be replaced.
        stream.generation = numbers.generations.at(planned.name) + (is_overwritten ? 0 : 1);
        LEVADA_CHECK(look_at_table(stream, order));
        if (stream.must_be_cut()) {
            LEVADA_TRY(stream.cuts, cuts_of(stream, order));
        }
        stream.options = {.topic = topic_of(pipeline_.name, planned.name),
                          .run = order.run_id,
                          .stream = planned.name,
                          .sync_id = numbers.sync_id,
                          .generation_id = stream.generation,
                          .may_take_back = stream.must_be_cut()};
        streams.push_back(std::move(stream));
    }
    return streams;
}

/// Where the runs' records of a stream stop to count. Backfills are read beside the state, and count wholly.
Result<std::map<std::string, std::string>> PipelineReplay::cuts_of(const Stream& stream, const ReplayOrder& order) {
    std::vector<RawRun> runs;
    for (const RawRun& run : order.runs) {
        LEVADA_TRY(const airbyte::ReadWindow window, run_window(services_, run.run));
        if (window.is_open()) {
            runs.push_back(run);
        }
    }
    LEVADA_TRY(const std::string page, services_.states->newest_page(pipeline_.name, stream.planned.name));
    return replay_cuts(*services_.objects, runs, stream.planned.name, page);
}

/// A table that is lost is made anew by the replay, if the raw zone has all that was in it.
Status PipelineReplay::look_at_table(Stream& stream, const ReplayOrder& order) {
    const LoadTarget target = target_of(project_, pipeline_, stream.planned.name);
    LEVADA_TRY(const TableStanding table, standing_of(*services_.engine, *services_.clock, target));
    stream.generation = std::max(stream.generation, table.generation_id + 1);
    const Result<std::int64_t> agreed = agreed_offset(*services_.queue, target, table);
    LEVADA_TRY(stream.is_state_adrift, services_.states->is_adrift(pipeline_.name, stream.planned.name));
    if (agreed && !stream.is_state_adrift) {
        return ok();
    }
    const auto bounds = services_.queue->bounds(topic_of(target.pipeline, target.stream));
    stream.made_anew_from = bounds ? bounds->second : 0;
    LEVADA_TRY(const auto missing, runs_without_responses(services_, pipeline_, stream.planned));
    if ((order.is_part || !missing.empty()) && !order.may_shrink) {
        stream.is_refused = true;
        stream.error =
            agreed ? "the queue was lost, and with it what the table is made from" : agreed.error().message();
        stream.error += missing.empty()
                            ? "; the runs that --from and --to leave out would be missing in a table made anew"
                            : "; the raw zone has no responses of " + std::to_string(missing.size()) +
                                  " runs that gave records (the first is " + missing.front() +
                                  "), which a table made anew would lack";
        stream.error += "; levada replay --may-shrink, if that is right";
        return ok();
    }
    return abandon_version(*services_.engine, *services_.clock, target);
}

Loading PipelineReplay::loading_for(const std::vector<Stream>& streams, const ReplayOrder& order, RunNotes& notes) {
    Loading loading{services_, project_, pipeline_, notes.log()};
    loading.guard = order.may_shrink ? OverwriteGuard{.when_empty = EmptyVersion::replace}
                                     : OverwriteGuard{.shrink_percent_max = 0};
    loading.is_replay = true;
    for (const Stream& stream : streams) {
        if (stream.made_anew_from) {
            loading.made_anew_from[stream.planned.name] = *stream.made_anew_from;
        }
    }
    return loading;
}

Status PipelineReplay::begin_attempt(Stream& stream, const std::string& run, const Parts& parts) {
    stream.options.run = run;
    stream.writer = std::make_unique<BatchWriter>(parts.beside.queue(), clock_, stream.options);
    return stream.writer->begin(stream.planned.json_schema);
}

Result<PipelineReplay::Outcome> PipelineReplay::read(Stream& stream,
                                                     const RawRun& run,
                                                     const Parts& parts,
                                                     const Json& state) {
    LEVADA_TRY(Recording* const recording, recording_of(run));
    clock_.set(run.begun_at);
    const std::string& name = stream.planned.name;
    const auto cut = stream.cuts.find(run.run);
    ReplayMessages messages(
        *stream.writer,
        services_.log->sink(),
        [recording, &name] { return recording->http->last_place(name); },
        cut == stream.cuts.end() ? "" : cut->second);
    RunStop stop(*parts.order.is_stopping);
    recording->http->on_first_miss([&stop](const Error& miss) { stop.give_up(miss.message()); });
    StoppableMessages stoppable(messages, stop);
    PacedMessages paced(stoppable, parts.beside);
    ConnectorUse use;
    use.catalog = configured_catalog(parts.preparation.catalog, {stream.planned});
    LEVADA_TRY(use.window, run_window(services_, run.run));
    use.state = state.is_null() ? Json() : Json::array({state_message(name, state)});
    LEVADA_TRY(
        const auto source,
        open_connector(parts.preparation.pipeline, std::move(use), {*recording->http, clock_, no_programs(), paced}));
    const auto done = source->read();
    if (!done && done.error().code() != ErrorCode::cancelled) {
        return done.error();
    }
    recording->http->on_first_miss({});
    const ReplayMessages::Said& said = messages.said();
    return Outcome{said.is_complete,
                   said.record_count,
                   said.taken_back_count,
                   said.state,
                   said.error,
                   recording->http->first_miss()};
}

/// Whether the run ended in the middle of the stream: then its recording does too.
bool PipelineReplay::was_cut_short(const RawRun& run, const Stream& stream) const {
    schedule::RunStore store(*services_.metadata, *services_.clock);
    const auto known = store.get(run.run);
    if (!known) {
        return false;
    }
    const auto& streams = known->streams;
    const auto read =
        std::find_if(streams.begin(), streams.end(), [&](const auto& one) { return one.name == stream.planned.name; });
    return read == streams.end() ? known->status != RunStatus::succeeded : read->status != RunStatus::succeeded;
}

/// Adds what one run gave to what the runs before it gave.
Status PipelineReplay::accumulate(Stream& stream, const RawRun& run, const Parts& parts) {
    LEVADA_TRY(const airbyte::ReadWindow window, run_window(services_, run.run));
    if (const auto cut = stream.cuts.find(run.run); cut != stream.cuts.end() && cut->second.empty()) {
        return ok();
    }
    LEVADA_TRY(Outcome outcome, read(stream, run, parts, window.is_open() ? stream.state : Json()));
    if (outcome.miss && outcome.record_count == 0 && !stream.state.is_null()) {
        // The state was reset before this run: it began from nothing.
        LEVADA_TRY(outcome, read(stream, run, parts, Json()));
    }
    if (stream.error = parts.beside.given_up(stream.planned.name); !stream.error.empty()) {
        return ok();
    }
    if (outcome.miss && !(outcome.miss->code() == ErrorCode::not_found && was_cut_short(run, stream))) {
        stream.error = why_not(run, *outcome.miss);
        return ok();
    }
    // A backfill read beside the stream's state.
    const bool is_beside = !window.is_open() || outcome.state.is_null();
    stream.state = is_beside ? stream.state : std::move(outcome.state);
    stream.record_count += outcome.record_count - outcome.taken_back_count;
    stream.run_count += 1;
    return ok();
}

/// Reads the stream from one run alone; it has found its version when that run is whole.
Status PipelineReplay::try_whole(Stream& stream, const RawRun& run, const Parts& parts) {
    LEVADA_TRY(const Outcome outcome, read(stream, run, parts, Json()));
    stream.is_whole = outcome.is_complete && !outcome.miss;
    if (std::string given_up = parts.beside.given_up(stream.planned.name); !given_up.empty()) {
        stream.is_refused = true;
        stream.error = std::move(given_up);
    } else if (stream.is_whole) {
        stream.error.clear();
        stream.run_count = 1;
        stream.record_count = outcome.record_count;
    } else if (stream.error.empty()) {
        stream.error = outcome.miss ? why_not(run, *outcome.miss) : "no run was whole; the newest: " + outcome.error;
    }
    return ok();
}

Status PipelineReplay::read_all(std::vector<Stream>& streams, const Parts& parts) {
    const ReplayOrder& order = parts.order;
    const auto has_stream = [](const RawRun& run, const Stream& stream) {
        return run.streams.contains(stream.planned.name);
    };
    for (const RawRun& run : order.runs) {
        for (Stream& stream : streams) {
            if (*order.is_stopping || stream.is_overwritten() || !stream.error.empty() || !has_stream(run, stream)) {
                continue;
            }
            if (stream.writer == nullptr) {
                LEVADA_CHECK(begin_attempt(stream, order.run_id, parts));
            }
            LEVADA_CHECK(accumulate(stream, run, parts));
        }
    }
    std::size_t attempt = 0;
    for (auto run = order.runs.rbegin(); run != order.runs.rend(); ++run) {
        ++attempt;
        for (Stream& stream : streams) {
            const bool is_open = stream.is_overwritten() && !stream.is_whole && !stream.is_refused;
            if (*order.is_stopping || !is_open || !has_stream(*run, stream)) {
                continue;
            }
            LEVADA_CHECK(begin_attempt(stream, order.run_id + "." + std::to_string(attempt), parts));
            LEVADA_CHECK(try_whole(stream, *run, parts));
        }
    }
    return ok();
}

Result<StreamReport> PipelineReplay::finish(Stream& stream, const Parts& parts) {
    const ReplayOrder& order = parts.order;
    StreamReport report;
    report.name = stream.planned.name;
    report.records = static_cast<std::uint64_t>(stream.record_count);
    report.status = RunStatus::failed;
    if (stream.writer == nullptr) {
        report.error = stream.is_refused
                           ? stream.error
                           : "the raw zone has no responses of this stream in that time; its table stays as it is";
        parts.notes.add({.kind = RunEventKind::stream, .stream = report.name, .text = report.error});
        return report;
    }
    if (*order.is_stopping && stream.error.empty()) {
        report.status = RunStatus::cancelled;
        stream.error = "the replay was told to end; the table stays as it was";
    }
    LEVADA_CHECK(stream.writer->end(stream.error.empty() ? StreamOutcome::complete : StreamOutcome::incomplete));
    const Result<LoadedStream> done = parts.beside.load_rest(stream.planned);
    if (!done) {
        report.error =
            (stream.error.empty() ? done.error().to_string() : stream.error) + "; levada replay tries it again";
        parts.notes.add({.kind = RunEventKind::loaded, .stream = report.name, .text = "not loaded: " + report.error});
        return report;
    }
    const LoadedStream& loaded = *done;
    report.dead_letters = loaded.dead_letters;
    report.error = stream.error.empty() ? loaded.refusal : stream.error;
    if (!loaded.refusal.empty()) {
        report.error += "; levada replay --may-shrink, if that is right";
    }
    if (report.error.empty()) {
        report.status = RunStatus::succeeded;
        LEVADA_CHECK(keep_generation(services_, pipeline_, report.name, stream.generation));
        if (stream.is_state_adrift) {
            // All that led to the noted state is in the table: the next run goes on from there.
            LEVADA_CHECK(services_.states->anchor(pipeline_.name, report.name));
        }
    }
    const std::string text = std::to_string(stream.record_count) + " records of " + std::to_string(stream.run_count) +
                             " runs" + (report.error.empty() ? "" : ": " + report.error);
    parts.notes.add({.kind = RunEventKind::loaded, .stream = report.name, .text = text});
    return report;
}

Result<JobResult> PipelineReplay::execute(const ReplayOrder& order) {
    LEVADA_ASSERT(!order.runs.empty());
    RunNotes notes(services_, pipeline_.name, order.run_id);
    notes.add({.kind = RunEventKind::begun,
               .text = "replay of " + std::to_string(order.runs.size()) + " runs, from " + order.runs.front().run +
                       " to " + order.runs.back().run});
    LEVADA_TRY(const Preparation preparation, prepare_from(order));
    LEVADA_TRY(std::vector<Stream> streams, begin(order, preparation));
    const Loading loading = loading_for(streams, order, notes);
    observe::ProgressOptions silent;
    silent.mode = observe::ProgressMode::silent;
    observe::Progress progress(silent, [](std::string_view) {}, *services_.clock);
    ThreadExecutor executor(1, 1);
    LoadingBeside beside({loading, progress, notes, *order.is_stopping, executor}, preparation.plan);
    LEVADA_CHECK(beside.take_up_rest());
    const Parts parts{order, preparation, beside, notes};
    LEVADA_CHECK(read_all(streams, parts));
    beside.finish();
    JobResult result;
    for (Stream& stream : streams) {
        LEVADA_TRY(StreamReport report, finish(stream, parts));
        result.streams.push_back(std::move(report));
    }
    result.status = *order.is_stopping ? RunStatus::cancelled : status_of(result.streams);
    notes.add({.kind = RunEventKind::ended, .text = std::string(to_string(result.status))});
    return result;
}

}  // namespace levada::app
