#include "run/pipeline_run.h"

#include "run/catalog.h"
#include "run/connector.h"
#include "run/kept_config.h"
#include "run/loading.h"
#include "run/pipelines.h"
#include "run/run_observers.h"
#include "run/stoppable_messages.h"
#include "run/stream_ids.h"

#include <algorithm>

#include "levada/collect/polite_http.h"
#include "levada/collect/raw_zone.h"
#include "levada/collect/recording_http.h"
#include "levada/collect/redaction.h"
#include "levada/collect/stream_collector.h"

namespace levada::app {

namespace {

using schedule::JobResult;
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

/// What is known before the reading begins.
struct Preparation {
    Pipeline pipeline;  ///< with the configuration to use now
    Json catalog;
    std::vector<PlannedStream> plan;
    std::vector<std::string> secrets;
};

/// Everything that one read holds on to, in the order it has to be made and, backwards, to go.
class Read {
public:
    Read(Services& services, const Preparation& preparation, observe::Progress& progress, const RunRequest& request)
        : services_(services),
          preparation_(preparation),
          progress_(progress),
          request_(request),
          clock_(*services.clock, progress, *request.is_stopping),
          redaction_(secrets_of(preparation)),
          zone_(*services.objects, *services.clock, {.pipeline = preparation.pipeline.name, .run = request.run_id}),
          curl_(http_options_of(preparation.pipeline), clock_),
          recording_(curl_, zone_, redaction_, *services.clock),
          breaker_(recording_, clock_, {}, {}),
          budget_(breaker_, clock_, {}, {}),
          counting_(budget_, progress) {}

    /// Reads all streams of the plan into the queue. Errors: those that end the whole read.
    Result<std::vector<CollectedStream>> run(const RunNumbers& numbers) {
        StreamCollector collector(
            {*services_.queue, &zone_, *services_.states, *services_.clock, services_.log->sink()},
            collector_options(numbers));
        StoppableMessages messages(collector, *request_.is_stopping);
        const Status read = read_source(messages);
        LEVADA_CHECK(collector.finish());
        if (!read && read.error().code() != ErrorCode::cancelled) {
            return read.error();
        }
        return collector.streams();
    }

private:
    static std::vector<Secret> secrets_of(const Preparation& preparation) {
        std::vector<Secret> secrets;
        for (const std::string& secret : preparation.secrets) {
            secrets.emplace_back(secret);
        }
        return secrets;
    }

    Status read_source(airbyte::MessageSink& messages) {
        ConnectorUse use;
        use.catalog = configured_catalog(preparation_.catalog, preparation_.plan);
        LEVADA_TRY(use.state, input_states());
        LEVADA_TRY(const auto source,
                   open_connector(preparation_.pipeline, std::move(use), counting_, clock_, messages));
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
        options.run = request_.run_id;
        options.sync_id = numbers.sync_id;
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
        clock_.set_stream(stream.name);
        std::int64_t& shown = shown_records_[stream.name];
        progress_.add(stream.name,
                      {.records = static_cast<std::uint64_t>(stream.record_count - shown), .pages = 0, .bytes = 0});
        shown = stream.record_count;
    }

    Services& services_;
    const Preparation& preparation_;
    observe::Progress& progress_;
    const RunRequest& request_;
    WaitingClock clock_;
    Redaction redaction_;
    RawZone zone_;
    CurlHttp curl_;
    RecordingHttp recording_;
    BreakerHttp breaker_;
    BudgetHttp budget_;
    CountingHttp counting_;
    std::map<std::string, std::int64_t> shown_records_;
};

/// Asks the connector for its streams and what must stay secret.
Result<Preparation> prepare(Services& services, const Pipeline& pipeline, const RunRequest& request) {
    Preparation preparation;
    preparation.pipeline = pipeline;
    LEVADA_TRY(preparation.pipeline.config, kept_config(services, pipeline));
    CurlHttp http(http_options_of(pipeline), *services.clock);
    LoggedMessages messages(services.log->sink());
    LEVADA_TRY(const auto source, open_connector(preparation.pipeline, {}, http, *services.clock, messages));
    LEVADA_TRY(preparation.catalog, source->discover());
    LEVADA_TRY(preparation.plan, plan_streams(preparation.catalog, pipeline, request.only_stream));
    preparation.secrets = messages.hidden();
    services.log->hide(preparation.secrets);
    return preparation;
}

std::string error_text(const CollectedStream& stream) {
    return stream.errors.empty() ? "" : stream.errors.back().message;
}

StreamReport report_of(const CollectedStream& stream) {
    StreamReport report;
    report.name = stream.name;
    report.records = static_cast<std::uint64_t>(stream.record_count);
    report.pages = static_cast<std::uint64_t>(stream.page_count);
    report.bytes = stream.size_bytes;
    const bool is_complete = stream.outcome == StreamOutcome::complete;
    const RunStatus otherwise = stream.record_count > 0 ? RunStatus::partial : RunStatus::failed;
    report.status = is_complete ? RunStatus::succeeded : otherwise;
    report.error = error_text(stream);
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
    LEVADA_TRY(const Preparation preparation, prepare(services_, pipeline_, request));
    LEVADA_TRY(const RunNumbers numbers, take_numbers(services_, pipeline_, preparation.plan));
    for (const PlannedStream& stream : preparation.plan) {
        progress_.start(stream.name);
    }
    LEVADA_TRY(const auto collected, Read(services_, preparation, progress_, request).run(numbers));
    JobResult result;
    for (const PlannedStream& planned : preparation.plan) {
        const auto found = std::find_if(
            collected.begin(), collected.end(), [&](const CollectedStream& one) { return one.name == planned.name; });
        StreamReport report =
            found == collected.end() ? report_of(CollectedStream{.name = planned.name}) : report_of(*found);
        const auto loaded = load_stream(services_, project_, pipeline_, planned);
        if (!loaded) {
            report.status = RunStatus::failed;
            report.error = loaded.error().to_string();
        } else {
            report.dead_letters = loaded->dead_letters;
        }
        progress_.end(report.name, shown_outcome(report.status), report.error);
        result.streams.push_back(std::move(report));
    }
    result.status = status_of(result.streams, *request.is_stopping);
    return result;
}

}  // namespace levada::app
