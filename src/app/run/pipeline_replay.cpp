#include "run/pipeline_replay.h"

#include "run/connector.h"
#include "run/loading.h"
#include "run/pipelines.h"
#include "run/replay_messages.h"
#include "run/run_windows.h"
#include "run/stream_ids.h"

#include <algorithm>
#include <utility>

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
    bool is_whole = false;  ///< an overwritten stream has found its run
    std::string error;      ///< why it cannot be replayed

    bool is_overwritten() const { return planned.destination_sync_mode == "overwrite"; }
};

/// What came of one run of one stream.
struct PipelineReplay::Outcome {
    bool is_complete = false;
    std::int64_t record_count = 0;
    Json state;
    std::string error;
    std::optional<Error> miss;
};

PipelineReplay::PipelineReplay(Services& services, const Project& project, const Pipeline& pipeline)
    : services_(services), project_(project), pipeline_(pipeline) {}
PipelineReplay::~PipelineReplay() = default;

Result<PipelineReplay::Recording*> PipelineReplay::recording_of(const RawRun& run) {
    if (recording_ != nullptr && recording_->run == run.run) {
        // The answers are given in their order again: each stream begins at the first.
        recording_->http = std::make_unique<ReplayHttp>(recording_->index, redaction_);
        return recording_.get();
    }
    if (run.size_bytes > kRunSizeBytesMax) {
        return Error(ErrorCode::unsupported,
                     "the responses of run " + run.run + " are " + std::to_string(run.size_bytes) +
                         " bytes: more than a replay holds in memory")
            .hint("levada replay --from --to leaves it out");
    }
    recording_.reset();
    auto recording = std::make_unique<Recording>();
    recording->run = run.run;
    for (const auto& [stream, parts] : run.streams) {
        for (const ObjectInfo& part : parts) {
            LEVADA_TRY(const std::string bytes, services_.objects->get(part.key, Deadline::never()));
            const auto added = recording->index.add(bytes, part.key);
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
        stream.options = {.topic = topic_of(pipeline_.name, planned.name),
                          .run = order.run_id,
                          .stream = planned.name,
                          .sync_id = numbers.sync_id,
                          .generation_id = stream.generation};
        streams.push_back(std::move(stream));
    }
    return streams;
}

Status PipelineReplay::begin_attempt(Stream& stream, const std::string& run) {
    stream.options.run = run;
    stream.writer = std::make_unique<BatchWriter>(*services_.queue, clock_, stream.options);
    return stream.writer->begin(stream.planned.json_schema);
}

Result<PipelineReplay::Outcome> PipelineReplay::read(Stream& stream,
                                                     const RawRun& run,
                                                     const Preparation& preparation,
                                                     const Json& state) {
    LEVADA_TRY(Recording* const recording, recording_of(run));
    clock_.set(run.begun_at);
    const std::string& name = stream.planned.name;
    ReplayMessages messages(
        *stream.writer, services_.log->sink(), [recording, &name] { return recording->http->last_place(name); });
    ConnectorUse use;
    use.catalog = configured_catalog(preparation.catalog, {stream.planned});
    LEVADA_TRY(use.window, run_window(services_, run.run));
    use.state = state.is_null() ? Json() : Json::array({state_message(name, state)});
    LEVADA_TRY(
        const auto source,
        open_connector(preparation.pipeline, std::move(use), {*recording->http, clock_, no_programs(), messages}));
    LEVADA_CHECK(source->read());
    return Outcome{messages.is_complete(),
                   messages.record_count(),
                   messages.newest_state(),
                   messages.newest_error(),
                   recording->http->first_miss()};
}

/// Adds what one run gave to what the runs before it gave.
Status PipelineReplay::accumulate(Stream& stream, const RawRun& run, const Preparation& preparation) {
    LEVADA_TRY(const airbyte::ReadWindow window, run_window(services_, run.run));
    LEVADA_TRY(Outcome outcome, read(stream, run, preparation, window.is_open() ? stream.state : Json()));
    if (outcome.miss && outcome.record_count == 0 && !stream.state.is_null()) {
        // The state was reset before this run: it began from nothing.
        LEVADA_TRY(outcome, read(stream, run, preparation, Json()));
    }
    if (outcome.miss) {
        stream.error = "run " + run.run + " cannot be replayed under this manifest: " + outcome.miss->message();
        return ok();
    }
    // A backfill read beside the stream's state.
    const bool is_beside = !window.is_open() || outcome.state.is_null();
    stream.state = is_beside ? stream.state : std::move(outcome.state);
    stream.record_count += outcome.record_count;
    stream.run_count += 1;
    return ok();
}

/// Reads the stream from one run alone; it has found its version when that run is whole.
Status PipelineReplay::try_whole(Stream& stream, const RawRun& run, const Preparation& preparation) {
    LEVADA_TRY(const Outcome outcome, read(stream, run, preparation, Json()));
    stream.is_whole = outcome.is_complete && !outcome.miss;
    if (stream.is_whole) {
        stream.error.clear();
        stream.run_count = 1;
        stream.record_count = outcome.record_count;
    } else if (stream.error.empty()) {
        stream.error = outcome.miss
                           ? "run " + run.run + " cannot be replayed under this manifest: " + outcome.miss->message()
                           : "no run was whole; the newest: " + outcome.error;
    }
    return ok();
}

Status PipelineReplay::read_all(std::vector<Stream>& streams,
                                const ReplayOrder& order,
                                const Preparation& preparation) {
    const auto has_stream = [](const RawRun& run, const Stream& stream) {
        return run.streams.contains(stream.planned.name);
    };
    for (const RawRun& run : order.runs) {
        for (Stream& stream : streams) {
            if (*order.is_stopping || stream.is_overwritten() || !stream.error.empty() || !has_stream(run, stream)) {
                continue;
            }
            if (stream.writer == nullptr) {
                LEVADA_CHECK(begin_attempt(stream, order.run_id));
            }
            LEVADA_CHECK(accumulate(stream, run, preparation));
        }
    }
    std::size_t attempt = 0;
    for (auto run = order.runs.rbegin(); run != order.runs.rend(); ++run) {
        ++attempt;
        for (Stream& stream : streams) {
            if (*order.is_stopping || !stream.is_overwritten() || stream.is_whole || !has_stream(*run, stream)) {
                continue;
            }
            LEVADA_CHECK(begin_attempt(stream, order.run_id + "." + std::to_string(attempt)));
            LEVADA_CHECK(try_whole(stream, *run, preparation));
        }
    }
    return ok();
}

Result<StreamReport> PipelineReplay::finish(Stream& stream, const ReplayOrder& order, RunNotes& notes) {
    StreamReport report;
    report.name = stream.planned.name;
    report.records = static_cast<std::uint64_t>(stream.record_count);
    report.status = RunStatus::failed;
    if (stream.writer == nullptr) {
        report.error = "the raw zone has no responses of this stream in that time; its table stays as it is";
        notes.add({.kind = RunEventKind::stream, .stream = report.name, .text = report.error});
        return report;
    }
    if (*order.is_stopping && stream.error.empty()) {
        report.status = RunStatus::cancelled;
        stream.error = "the replay was told to end; the table stays as it was";
    }
    LEVADA_CHECK(stream.writer->end(stream.error.empty() ? StreamOutcome::complete : StreamOutcome::incomplete));
    Loading loading{services_, project_, pipeline_, notes.log()};
    loading.guard = order.may_shrink ? OverwriteGuard{.when_empty = EmptyVersion::replace}
                                     : OverwriteGuard{.shrink_percent_max = 0};
    LEVADA_TRY(const LoadedStream loaded, load_stream(loading, stream.planned));
    report.dead_letters = loaded.dead_letters;
    report.error = stream.error.empty() ? loaded.refusal : stream.error;
    if (!loaded.refusal.empty()) {
        report.error += "; levada replay --may-shrink, if that is right";
    }
    if (report.error.empty()) {
        report.status = RunStatus::succeeded;
        LEVADA_CHECK(keep_generation(services_, pipeline_, report.name, stream.generation));
    }
    const std::string text = std::to_string(stream.record_count) + " records of " + std::to_string(stream.run_count) +
                             " runs" + (report.error.empty() ? "" : ": " + report.error);
    notes.add({.kind = RunEventKind::loaded, .stream = report.name, .text = text});
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
    LEVADA_CHECK(read_all(streams, order, preparation));
    JobResult result;
    for (Stream& stream : streams) {
        LEVADA_TRY(StreamReport report, finish(stream, order, notes));
        result.streams.push_back(std::move(report));
    }
    result.status = *order.is_stopping ? RunStatus::cancelled : status_of(result.streams);
    notes.add({.kind = RunEventKind::ended, .text = std::string(to_string(result.status))});
    return result;
}

}  // namespace levada::app
