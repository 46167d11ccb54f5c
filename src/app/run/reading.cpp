#include "run/reading.h"

#include "run/catalog.h"
#include "run/connector.h"
#include "run/kept_config.h"
#include "run/manifest_rules.h"
#include "run/paced_messages.h"
#include "run/pipelines.h"
#include "run/run_observers.h"
#include "run/run_retries.h"
#include "run/stoppable_messages.h"

#include <map>
#include <mutex>
#include <utility>

#include "levada/adapters/process_runtime.h"
#include "levada/base/executor.h"
#include "levada/collect/polite_http.h"
#include "levada/collect/raw_zone.h"
#include "levada/collect/recording_http.h"
#include "levada/collect/redaction.h"

namespace levada::app {

namespace {

using schedule::RunEventKind;

Json seconds_of(std::chrono::nanoseconds wait) {
    constexpr double kMillisecondsPerSecond = 1000;
    return {static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()) /
            kMillisecondsPerSecond};
}

/// What the journal has of a stream so far. Looked at by the thread that reads the stream.
struct NotedStream {
    std::int64_t records_shown = 0;
    std::int64_t checkpoints = 0;
    std::int64_t records_at_checkpoint = 0;
    std::size_t errors = 0;
    bool is_begun = false;
    bool is_ended = false;
};

/// Everything that one read holds on to, in the order it has to be made and, backwards, to go. Several threads read
/// streams through it at the same time: what it is made of is thread-safe, and so are the functions that others call.
class Read {
public:
    Read(Services& services, const Preparation& preparation, const RunTools& tools)
        : services_(services),
          preparation_(preparation),
          tools_(tools),
          clock_(*services.clock,
                 tools.progress,
                 tools.stop,
                 [this](const std::string& stream, const std::string& why, std::chrono::nanoseconds wait) {
                     note_wait(stream, why, wait);
                 }),
          redaction_(preparation.secrets),
          zone_(*services.run_objects,
                *services.clock,
                {.pipeline = preparation.pipeline.name, .run = tools.request.run_id}),
          curl_(curl_options(), clock_),
          recording_(curl_, zone_, redaction_, *services.clock),
          asker_{.pipeline = preparation.pipeline.name,
                 .keys = PolitenessKeys(preparation.secrets),
                 .is_gone = [&stop = tools.stop] { return stop.is_over(); }},
          breaker_(recording_, clock_, services.breakers, asker_, breaker_listeners()),
          budget_(breaker_,
                  clock_,
                  services.budgets,
                  asker_,
                  [this](std::string_view host, std::chrono::nanoseconds /*wait*/) {
                      clock_.set_cause("the rate budget of " + std::string(host) + " is spent");
                  }),
          retries_(preparation.pipeline.retries, services.retries, *services.clock, system_fractions()),
          credentials_(preparation.plan.size(), tools.stop),
          guarded_(budget_, tools.stop, credentials_),
          counting_(guarded_,
                    tools.progress,
                    clock_,
                    [this](const HttpRequest& request, const std::string& end) { note_attempt(request, end); }),
          process_(clock_, *tools.request.is_stopping),
          programs_(process_, clock_, [this](const std::string& end) {
              tools_.notes.add({.kind = RunEventKind::attempt, .stream = "", .text = end});
          }) {}

    /// Reads all streams of the plan into the queue. Errors: those that end the whole read.
    Result<std::vector<CollectedStream>> run(const RunNumbers& numbers) {
        ThreadExecutor appends(1, 1);
        LEVADA_CHECK(look_at_runs_before());
        StreamCollectorOptions options = collector_options(numbers);
        options.executor = &appends;
        StreamCollector collector(
            {tools_.loading.queue(), &zone_, *services_.states, *services_.clock, tools_.notes.log()},
            std::move(options));
        StoppableMessages stoppable(collector, tools_.stop);
        PacedMessages messages(stoppable, tools_.loading);
        const Status read = read_source(messages);
        LEVADA_CHECK(collector.finish());
        if (!read && !read.error().fact(airbyte::kStreamOverFact).empty()) {
            // A program reads all its streams at once: where one of them is over, all are.
            tools_.stop.give_up(read.error().message());
        }
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
                .on_state = [this](std::string_view host,
                                   CircuitBreaker::State state) { tell_circuit(tools_.notes, host, state); }};
    }

    CurlHttpOptions curl_options() const {
        CurlHttpOptions options = http_options_of(preparation_.pipeline);
        options.is_aborted = [&grace = tools_.grace, &stop = tools_.stop] {
            return grace.is_over() || stop.is_given_up();
        };
        return options;
    }

    Status read_source(airbyte::MessageSink& messages) {
        ConnectorUse use;
        use.catalog = configured_catalog(preparation_.catalog, preparation_.plan);
        use.window = tools_.request.window;
        use.retries = &retries_;
        use.call_policies.take = [this](std::shared_ptr<airbyte::CallPolicies> policies) {
            budget_.use(std::make_shared<ManifestRules>(std::move(policies)));
        };
        use.streams_at_once = preparation_.pipeline.concurrency;
        if (use.window.is_open()) {
            LEVADA_TRY(use.state, input_states());
        }
        LEVADA_TRY(const auto source,
                   open_connector(preparation_.pipeline, std::move(use), {counting_, clock_, programs_, messages}));
        LEVADA_CHECK(source->validate_config());
        LEVADA_CHECK(source->read());
        return ok();
    }

    /// What an earlier run left of a stream.
    struct Before {
        std::string page{};  ///< which this run goes on after
        Json state{};
    };
    Status look_at_runs_before() {
        for (const PlannedStream& stream : preparation_.plan) {
            if (stream.is_incremental && tools_.request.window.is_open()) {
                LEVADA_TRY(std::string page, services_.states->newest_page(preparation_.pipeline.name, stream.name));
                zone_.goes_on_after(stream.name, page);
                LEVADA_TRY(auto state, services_.states->newest(preparation_.pipeline.name, stream.name));
                before_[stream.name] = {std::move(page), state ? *std::move(state) : Json()};
            }
        }
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
            options.plans[stream.name] = {numbers.generations.at(stream.name),
                                          stream.json_schema,
                                          before_[stream.name].page,
                                          before_[stream.name].state,
                                          stream.is_incremental && stream.destination_sync_mode == "append"};
        }
        options.on_progress = [this](const CollectedStream& stream) { show(stream); };
        options.on_config_changed = [this](const Json& config) {
            return keep_config(services_, preparation_.pipeline, config);
        };
        options.on_error = [this](const airbyte::ErrorTrace& trace) { credentials_.note_failure(trace); };
        options.on_hide = [this](const std::vector<std::string>& secrets) { services_.log->hide(secrets); };
        return options;
    }

    void show(const CollectedStream& stream) {
        NotedStream& noted = noted_of(stream.name);
        tools_.progress.add(
            stream.name,
            {.records = static_cast<std::uint64_t>(stream.record_count - noted.records_shown), .pages = 0, .bytes = 0});
        noted.records_shown = stream.record_count;
        note_stream(stream, noted);
    }

    NotedStream& noted_of(const std::string& stream) {
        const std::scoped_lock lock(noted_mutex_);
        return noted_[stream];
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
                              .facts = Json::object({{"outcome", to_string(*stream.outcome)},
                                                     {"records", stream.record_count},
                                                     {"pages", stream.page_count}})});
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
    Asker asker_;
    BreakerHttp breaker_;
    BudgetHttp budget_;
    RunRetries retries_;
    CredentialWatch credentials_;
    GuardedHttp guarded_;
    CountingHttp counting_;
    ProcessRuntime process_;
    NotedPrograms programs_;
    std::map<std::string, Before> before_;
    std::mutex noted_mutex_;
    std::map<std::string, NotedStream> noted_;  // under noted_mutex_, but not what is in it
};

}  // namespace

void tell_circuit(RunNotes& notes, std::string_view host, CircuitBreaker::State state) {
    const bool is_half_open = state == CircuitBreaker::State::half_open;
    const std::string text =
        "the circuit of " + std::string(host) + " is " + (is_half_open ? "half-open" : std::string(to_string(state)));
    notes.add({.kind = RunEventKind::wait, .text = text});
    // Its closing too is a warning: who reads of an opening is to read of its end.
    notes.log().write(LogLevel::warning, text, {});
}

Result<std::vector<CollectedStream>> read_into_queue(Services& services,
                                                     const Preparation& preparation,
                                                     const RunTools& tools,
                                                     const RunNumbers& numbers) {
    return Read(services, preparation, tools).run(numbers);
}

}  // namespace levada::app
