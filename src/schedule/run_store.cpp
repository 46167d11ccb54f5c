#include "levada/schedule/run_store.h"

#include <algorithm>
#include <utility>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada::schedule {

namespace {

const std::string kRunsCollection = "runs";
const std::string kCancelCollection = "run_cancels";
constexpr std::string_view kStatuses[] = {"running", "succeeded", "partial", "failed", "cancelled"};
constexpr std::string_view kTriggers[] = {"manual", "schedule", "retry", "replay", "backfill"};

/// 20260102T030405.678Z-1a2b3c4d
std::string make_id(Instant now) {
    std::string id = replace_all(replace_all(format_utc(now, 3), "-", ""), ":", "");
    return id + "-" + to_hex(random_bytes(4));
}

Json exact_time_or_null(const std::optional<Instant>& when) {
    return when ? Json(format_utc(*when, 9)) : Json();
}

Result<std::optional<Instant>> read_time(const Json& document, std::string_view key) {
    const std::string_view text = document.string_or(key, "");
    if (text.empty()) {
        return std::optional<Instant>();
    }
    LEVADA_TRY(const Instant when, parse_rfc3339(text));
    return std::optional(when);
}

Json to_json(const StreamReport& stream) {
    Json document = Json::object({{"name", stream.name},
                                  {"status", to_string(stream.status)},
                                  {"records", static_cast<std::int64_t>(stream.records)},
                                  {"pages", static_cast<std::int64_t>(stream.pages)},
                                  {"bytes", static_cast<std::int64_t>(stream.bytes)},
                                  {"dead_letters", static_cast<std::int64_t>(stream.dead_letters)}});
    document.set("error", stream.error.empty() ? Json() : Json(stream.error));
    return document;
}

std::uint64_t count_at(const Json& document, std::string_view key) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(document.integer_or(key, 0), 0));
}

StreamReport stream_from(const Json& document) {
    return {.name = std::string(document.string_or("name", "")),
            .status = parse_run_status(document.string_or("status", "")).value_or(RunStatus::failed),
            .records = count_at(document, "records"),
            .pages = count_at(document, "pages"),
            .bytes = count_at(document, "bytes"),
            .dead_letters = count_at(document, "dead_letters"),
            .error = std::string(document.string_or("error", ""))};
}

/// A stream as the events up to some point tell it.
struct ToldStream {
    StreamReport report;
    std::uint64_t read_before = 0;  ///< Records of its reads that ended.
    bool is_whole = false;          ///< Its last read ended complete.
};

void tell(ToldStream& told, const RunEvent& event) {
    StreamReport& report = told.report;
    switch (event.kind) {
        case RunEventKind::slice:
            report.records += count_at(event.facts, "records");
            break;
        case RunEventKind::stream:
            if (event.facts.is_null()) {
                break;  // It begins.
            }
            told.read_before += count_at(event.facts, "records");
            report.records = told.read_before;
            report.pages += count_at(event.facts, "pages");
            told.is_whole = event.facts.string_or("outcome", "") == "complete";
            report.error = told.is_whole ? "" : event.text;
            report.status = told.is_whole ? RunStatus::running : RunStatus::failed;
            break;
        case RunEventKind::loaded:
            report.dead_letters += count_at(event.facts, "dead_letters");
            report.status = told.is_whole && !event.facts.is_null() ? RunStatus::succeeded : RunStatus::failed;
            report.error = event.facts.is_null() ? event.text : report.error;
            break;
        default:
            break;
    }
}

std::vector<StreamReport> streams_of(const std::vector<RunEvent>& events) {
    std::vector<ToldStream> streams;
    for (const RunEvent& event : events) {
        if (event.stream.empty()) {
            continue;
        }
        auto found = std::ranges::find(streams, event.stream, [](const ToldStream& one) { return one.report.name; });
        if (found == streams.end()) {
            found = streams.insert(streams.end(), ToldStream{.report = {.name = event.stream}});
        }
        tell(*found, event);
    }
    std::vector<StreamReport> reports;
    reports.reserve(streams.size());
    for (ToldStream& one : streams) {
        reports.push_back(std::move(one.report));
    }
    return reports;
}

}  // namespace

std::string_view to_string(RunStatus status) {
    return kStatuses[static_cast<std::size_t>(status)];
}
std::string_view to_string(RunTrigger trigger) {
    return kTriggers[static_cast<std::size_t>(trigger)];
}

std::optional<RunStatus> parse_run_status(std::string_view text) {
    const auto* found = std::ranges::find(kStatuses, text);
    return found == std::end(kStatuses) ? std::nullopt
                                        : std::optional(static_cast<RunStatus>(found - std::begin(kStatuses)));
}

std::string Run::cause() const {
    const auto failed = std::ranges::find_if(streams, [](const StreamReport& stream) { return !stream.error.empty(); });
    return error_message.empty() && failed != streams.end() ? failed->name + ": " + failed->error : error_message;
}

Json Run::to_json() const {
    Json list = Json::array();
    std::uint64_t records = 0;
    for (const StreamReport& stream : streams) {
        list.push_back(schedule::to_json(stream));
        records += stream.records;
    }
    Json document = Json::object({{"id", id},
                                  {"pipeline", pipeline},
                                  {"status", to_string(status)},
                                  {"trigger", to_string(trigger)},
                                  {"attempt", attempt},
                                  {"retry_of", retry_of.empty() ? Json() : Json(retry_of)},
                                  {"scheduled_at", exact_time_or_null(scheduled_at)},
                                  {"started_at", format_utc(started_at, 9)},
                                  {"ended_at", exact_time_or_null(ended_at)},
                                  {"records", static_cast<std::int64_t>(records)},
                                  {"streams", std::move(list)},
                                  {"error", Json()}});
    if (!error_code.empty()) {
        document.set("error", Json::object({{"code", error_code}, {"message", error_message}}));
    }
    return document;
}

Result<Run> Run::from_json(const Json& document) {
    Run run;
    run.id = document.string_or("id", "");
    run.pipeline = document.string_or("pipeline", "");
    const std::optional<RunStatus> status = parse_run_status(document.string_or("status", ""));
    const auto* trigger = std::ranges::find(kTriggers, document.string_or("trigger", "manual"));
    const auto started = parse_rfc3339(document.string_or("started_at", ""));
    auto scheduled = read_time(document, "scheduled_at");
    auto ended = read_time(document, "ended_at");
    const bool is_whole = status && started && scheduled && ended && trigger != std::end(kTriggers);
    if (run.id.empty() || !is_whole) {
        return Error(ErrorCode::corruption, "a stored run is not readable").with("run", run.id);
    }
    run.status = *status;
    run.trigger = static_cast<RunTrigger>(trigger - std::begin(kTriggers));
    run.attempt = static_cast<int>(document.integer_or("attempt", 1));
    run.retry_of = document.string_or("retry_of", "");
    run.started_at = *started;
    run.scheduled_at = *scheduled;
    run.ended_at = *ended;
    const Json* streams = document.find("streams");
    if (streams != nullptr && streams->is_array()) {
        for (const Json& stream : streams->as_array()) {
            run.streams.push_back(stream_from(stream));
        }
    }
    if (const Json* error = document.find("error"); error != nullptr && error->is_object()) {
        run.error_code = error->string_or("code", "");
        run.error_message = error->string_or("message", "");
    }
    return run;
}

Result<Run> RunStore::begin(const Start& start) {
    Run run;
    run.started_at = clock_.now();
    run.id = make_id(run.started_at);
    run.pipeline = start.pipeline;
    run.trigger = start.trigger;
    run.attempt = start.attempt;
    run.retry_of = start.retry_of;
    run.scheduled_at = start.scheduled_at;
    LEVADA_CHECK(metadata_.put_if(kRunsCollection, run.id, run.to_json(), 0));
    return run;
}

Status RunStore::update(const Run& run) {
    return metadata_.put(kRunsCollection, run.id, run.to_json());
}

Status RunStore::finish(Run run) {
    run.ended_at = clock_.now();
    LEVADA_CHECK(update(run));
    LEVADA_CHECK(metadata_.remove(kCancelCollection, run.id));
    return prune();
}

Result<Run> RunStore::get(const std::string& id) {
    LEVADA_TRY(const std::optional<MetadataEntry> entry, metadata_.get(kRunsCollection, id));
    if (!entry) {
        return Error(ErrorCode::not_found, "there is no such run").with("run", id);
    }
    return Run::from_json(entry->value);
}

Result<Run> RunStore::so_far(Run run) {
    if (!run.streams.empty()) {
        return run;
    }
    LEVADA_TRY(const std::vector<RunEvent> events, RunJournal::read(metadata_, run.id));
    run.streams = streams_of(events);
    for (StreamReport& stream : run.streams) {
        stream.status = stream.status == RunStatus::running ? run.status : stream.status;
    }
    return run;
}

Result<std::vector<RunEvent>> RunStore::events(const std::string& id) {
    LEVADA_TRY(const Run run, get(id));
    return RunJournal::read(metadata_, run.id);
}

Result<std::vector<Run>> RunStore::list(const Filter& filter) {
    Metadata::ListOptions options;
    options.is_descending = true;
    options.limit = kRunsMax + 1;
    LEVADA_TRY(const std::vector<MetadataEntry> entries, metadata_.list(kRunsCollection, options));
    std::vector<Run> runs;
    for (const MetadataEntry& entry : entries) {
        if (runs.size() == filter.limit) {
            break;
        }
        LEVADA_TRY(Run run, Run::from_json(entry.value));
        const bool is_wanted = (filter.pipeline.empty() || run.pipeline == filter.pipeline) &&
                               (!filter.status || run.status == *filter.status) &&
                               (filter.before.empty() || run.id < filter.before);
        if (is_wanted) {
            runs.push_back(std::move(run));
        }
    }
    return runs;
}

Result<std::optional<Run>> RunStore::last(const std::string& pipeline) {
    LEVADA_TRY(std::vector<Run> runs, list({.pipeline = pipeline, .limit = 1}));
    return runs.empty() ? std::optional<Run>() : std::optional(std::move(runs.front()));
}

Result<std::size_t> RunStore::close_interrupted() {
    LEVADA_TRY(std::vector<Run> runs, list({.status = RunStatus::running, .limit = kRunsMax}));
    for (Run& run : runs) {
        run.status = RunStatus::failed;
        run.error_code = to_string(ErrorCode::cancelled);
        run.error_message = "interrupted: the program ended before the run did; the next run goes on from its state";
        LEVADA_CHECK(finish(run));
    }
    return runs.size();
}

Status RunStore::request_cancel(const std::string& id) {
    LEVADA_TRY(const Run run, get(id));
    if (run.status != RunStatus::running) {
        return Error(ErrorCode::conflict, "the run has ended already: " + std::string(to_string(run.status)))
            .with("run", id);
    }
    return metadata_.put(kCancelCollection, id, Json::object({{"at", format_utc(clock_.now(), 3)}}));
}

Result<bool> RunStore::is_cancel_requested(const std::string& id) {
    LEVADA_TRY(const std::optional<MetadataEntry> entry, metadata_.get(kCancelCollection, id));
    return entry.has_value();
}

Status RunStore::prune() {
    Metadata::ListOptions options;
    options.limit = 2 * kRunsMax;
    LEVADA_TRY(const std::vector<MetadataEntry> entries, metadata_.list(kRunsCollection, options));
    for (std::size_t i = 0; i + kRunsMax < entries.size(); ++i) {
        LEVADA_CHECK(RunJournal::remove(metadata_, entries[i].key));
        LEVADA_CHECK(metadata_.remove(kRunsCollection, entries[i].key));
    }
    return ok();
}

}  // namespace levada::schedule
