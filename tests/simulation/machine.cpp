#include "machine.h"

#include "light_engine.h"
#include "unsure_queue.h"

#include <set>
#include <utility>

#include "levada/base/file.h"
#include "levada/collect/recording_http.h"
#include "levada/collect/redaction.h"
#include "levada/collect/replay_http.h"
#include "levada/collect/stream_collector.h"
#include "levada/delivery/retrying_queue.h"
#include "levada/lake/table.h"

namespace levada::simulation {
namespace {

constexpr const char* kPipeline = "p";
// Small, so that a few records meet every kind of boundary: batches, segments, groups of one commit, retention.
constexpr std::size_t kBatchSizeBytes = 90;
constexpr std::uint64_t kSegmentSizeBytes = 900;
constexpr std::uint64_t kGroupSizeBytes = 250;
constexpr std::uint64_t kRetentionBytes = 600;
constexpr std::int64_t kRetainedCommits = 3;
constexpr BacklogLimits kBacklog{.stream_size_bytes_max = 1500, .total_size_bytes_max = 2500, .commit_size_bytes = 400};
constexpr double kBesideShare = 0.4;
constexpr std::uint64_t kRefusalsMax = 12;
constexpr double kUnsureShare = 0.2, kLostAnswerShare = 0.05, kRetryingShare = 0.5;
constexpr std::uint64_t kRetrySeeds = 1000;
constexpr const char* kProbe = "p.probe";  // messages of one size, for what a torn end may bring back
constexpr std::size_t kProbeSizeBytes = 700;
constexpr std::uint64_t kProbesMax = 5;
constexpr double kProbeCrashShare = 0.05;
constexpr int kFailuresMax = 6;  // then who waits gives up

class NoLog final : public LogSink {
public:
    void write_entry(LogLevel /*level*/, std::string_view /*message*/, std::span<const LogField> /*fields*/) override {}
};
NoLog& no_log() {
    static NoLog log;
    return log;
}

Status right(const std::string& wrong) {
    return wrong.empty() ? ok() : Status(Error(ErrorCode::corruption, wrong));
}

std::filesystem::path table_folder(const World& world, const std::string& stream) {
    return world.root / "lake" / kPipeline / stream;
}

Record record_from(const Json& json) {
    return {json.integer_or("id", -1), json.integer_or("at", -1), json.integer_or("v", -1)};
}

Json schema() {
    return parse_json(R"({"type":"object","properties":{"id":{"type":"integer"},"at":{"type":"integer"},)"
                      R"("v":{"type":"integer"}}})")
        .value();
}

Result<std::vector<Record>> rows_of_files(const lake::Snapshot& snapshot) {
    std::vector<Record> out;
    for (const std::filesystem::path& file : snapshot.files) {
        LEVADA_TRY(const std::vector<std::string> lines, read_data_file(file.string()));
        for (const std::string& line : lines) {
            LEVADA_TRY(const Json row, parse_json(line));
            out.push_back(record_from(row.as_array()[2]));
        }
    }
    return out;
}

Result<std::vector<Record>> rows_of_query(SqlEngine& engine, const lake::Snapshot& snapshot) {
    std::vector<Record> out;
    LEVADA_TRY(const auto rows,
               engine.query("SELECT id, \"at\", v FROM (" + snapshot.sql + ")", {}, Deadline::never()));
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            return out;
        }
        LEVADA_TRY(const Json id, rows->value(0));
        LEVADA_TRY(const Json at, rows->value(1));
        LEVADA_TRY(const Json v, rows->value(2));
        out.push_back({id.as_integer(), at.as_integer(), v.as_integer()});
    }
}

}  // namespace

Reading reading_of(const std::string& stream) {
    if (stream == "stock") {
        return Reading::whole;
    }
    if (stream == "visits") {
        return Reading::partitioned;
    }
    return stream == "orders" ? Reading::keyed : Reading::incremental;
}

Status SimulatedMetadata::check() {
    return disk_.before_change("metadata", 0) == 0 ? ok() : Status(Error(ErrorCode::unavailable, "no metadata"));
}
Status SimulatedMetadata::put(const std::string& collection, const std::string& key, const Json& value) {
    LEVADA_CHECK(check());
    return kept_.put(collection, key, value);
}
Status SimulatedMetadata::put_if(const std::string& collection,
                                 const std::string& key,
                                 const Json& value,
                                 std::int64_t expected) {
    LEVADA_CHECK(check());
    return kept_.put_if(collection, key, value, expected);
}
Result<std::optional<MetadataEntry>> SimulatedMetadata::get(const std::string& collection, const std::string& key) {
    return kept_.get(collection, key);
}
Result<std::vector<MetadataEntry>> SimulatedMetadata::list(const std::string& collection, const ListOptions& options) {
    return kept_.list(collection, options);
}
Status SimulatedMetadata::remove(const std::string& collection, const std::string& key) {
    LEVADA_CHECK(check());
    return kept_.remove(collection, key);
}

Result<std::unique_ptr<Machine>> Machine::start(World& world) {
    std::unique_ptr<Machine> machine(new Machine(world));
    LEVADA_TRY(machine->objects_, LocalObjectStore::open(world.root / "objects"));
    LocalQueueOptions options;
    options.segment_size_bytes_max = kSegmentSizeBytes;
    LEVADA_TRY(machine->queue_, LocalQueue::open(world.root / "queue", options, world.clock, no_log()));
    machine->watched_ = std::make_unique<WatchedQueue>(*machine->queue_, world.queue_model);
    machine->states_ = std::make_unique<StateStore>(*machine->queue_, world.metadata);
    LEVADA_CHECK(machine->check_topics());
    return machine;
}

Loader& Machine::loader_of(const std::string& stream) {
    std::unique_ptr<Loader>& loader = loaders_[stream];
    if (loader == nullptr) {
        LoadTarget target;
        target.pipeline = kPipeline;
        target.stream = stream;
        target.folder = table_folder(world_, stream);
        if (reading_of(stream) == Reading::keyed) {
            target.mode = LoadMode::append_dedup;
            target.primary_key = {"id"};
            target.cursor_field = "at";
        }
        target.is_resumed = reading_of(stream) != Reading::whole;
        LoadOptions options;
        options.group_size_bytes_max = kGroupSizeBytes;
        options.retained_commit_count = kRetainedCommits;
        options.on_commit = [this, topic = topic_of(kPipeline, stream)](std::int64_t next_offset) {
            backlog_->loaded(topic, next_offset);
        };
        loader = std::make_unique<Loader>(*queue_, world_.engine, world_.clock, target, options);
    }
    return *loader;
}

/// Reads one stream page by page, as a connector does, into the collector.
class Reader {
public:
    Reader(Machine& machine, World& world, Http& http, airbyte::MessageSink& collector, std::string stream)
        : machine_(machine), world_(world), http_(http), collector_(collector), stream_(std::move(stream)) {}

    Status read(std::int64_t after, std::int64_t version, const std::function<Status()>& between_pages) {
        LEVADA_TRY(const bool is_read, read_to_end(after, version, between_pages));
        return end(is_read);
    }

    /// One partition after the other, and the next one when one failed in its middle; a state after each that did not,
    /// and at the end the newest once more.
    Status read_partitions(Json state, const std::function<Status()>& between_pages) {
        bool is_read = true;
        for (std::int64_t part = 0; part < Shop::kPartitions; ++part) {
            std::int64_t after = state.integer_or(std::to_string(part), 0);
            slice_ = part;
            LEVADA_TRY(const bool is_part_read, read_to_end(after, part, between_pages));
            if (is_part_read) {
                state.set(std::to_string(part), Json(after));
                LEVADA_CHECK(collector_.state(stream_, state, 0));
            } else {
                LEVADA_CHECK(collector_.take_back(stream_, part));
            }
            is_read = is_read && is_part_read;
        }
        LEVADA_CHECK(collector_.state(stream_, state, 0));
        return end(is_read);
    }

private:
    Status end(bool is_read) {
        return collector_.status(stream_,
                                 is_read ? airbyte::StreamStatus::complete : airbyte::StreamStatus::incomplete);
    }

    /// False when the API failed; `after` is how far it got.
    Result<bool> read_to_end(std::int64_t& after, std::int64_t part, const std::function<Status()>& between_pages) {
        while (true) {
            world_.clock.advance(std::chrono::milliseconds(world_.chance.below(1500)));
            LEVADA_TRY(const std::optional<Json> page, ask(after, part));
            if (!page.has_value() || page->size() == 0) {
                return page.has_value();
            }
            LEVADA_CHECK(take(*page, after));
            LEVADA_CHECK(between_pages());
        }
    }

    /// A page, or nothing when the API failed. Errors: our own storage's.
    Result<std::optional<Json>> ask(std::int64_t after, std::int64_t part) {
        HttpRequest request;
        request.stream = stream_;
        request.url =
            "http://shop.test/" + stream_ + "?after=" + std::to_string(after) + "&part=" + std::to_string(part);
        const Result<HttpResponse> response = http_.send(request, Deadline::never());
        if (!response.has_value() || response->status != 200) {
            return std::optional<Json>();
        }
        Result<Json> page = parse_json(response->body);
        return page.has_value() ? std::optional<Json>(std::move(*page)) : std::optional<Json>();
    }

    Status take(const Json& page, std::int64_t& after) {
        std::vector<std::string> texts;
        for (const Json& record : page.as_array()) {
            texts.push_back(record.dump());
            after = record.integer_or("at", 0);
        }
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        world_.disk.tell(stream_ + ": a page up to " + std::to_string(after));
        LEVADA_CHECK(collector_.records({.stream = stream_, .records = views, .slice = slice_}));
        if (reading_of(stream_) == Reading::whole || reading_of(stream_) == Reading::partitioned) {
            return ok();
        }
        return collector_.state(stream_, Json::object({{"at", Json(after)}}), static_cast<std::int64_t>(texts.size()));
    }

    Machine& machine_;
    World& world_;
    Http& http_;
    airbyte::MessageSink& collector_;
    std::string stream_;
    std::int64_t slice_ = -1;
};

Status Machine::read(const std::string& stream, const std::string& run) {
    RawZone zone(*objects_, world_.clock, {.pipeline = kPipeline, .run = run});
    const Redaction redaction;
    RecordingHttp http(world_.shop, zone, redaction, world_.clock);
    StreamCollectorOptions options;
    options.pipeline = kPipeline;
    options.run = run;
    options.sync_id = world_.run_count;
    options.batch_size_bytes_max = kBatchSizeBytes;
    const bool is_whole = reading_of(stream) == Reading::whole;
    const Reading reading = reading_of(stream);
    options.plans[stream] = {.generation_id = is_whole ? world_.run_count : 0,
                             .schema = schema(),
                             .may_take_back = reading == Reading::incremental || reading == Reading::partitioned};
    refusals_left_ = world_.may_refuse && world_.chance.is(0.2) ? world_.chance.below(kRefusalsMax) : 0;
    backlog_ = std::make_unique<Backlog>(kBacklog);
    LEVADA_CHECK(backlog_->take_up(*queue_, topic_of(kPipeline, stream)));
    const bool is_unsure = world_.may_refuse && world_.chance.is(kUnsureShare);
    UnsureQueue unsure(*watched_, world_.chance, is_unsure ? kLostAnswerShare : 0);
    RetryingQueue retrying(unsure, world_.clock, seeded_fractions(world_.chance.below(kRetrySeeds)));
    const bool is_retrying = world_.chance.is(kRetryingShare);
    CountedQueue queue(is_retrying ? static_cast<Queue&>(retrying) : unsure, *backlog_);
    Json state = Json::object();
    if (!is_whole) {
        LEVADA_TRY(const std::optional<Json> newest, states_->newest(kPipeline, stream));
        state = newest.value_or(state);
    }
    options.plans[stream].state_before = state;
    world_.disk.tell(run + ": read " + stream + " after " + state.dump());
    StreamCollector collector({queue, &zone, *states_, world_.clock, no_log()}, options);
    Reader reader(*this, world_, http, collector, stream);
    const auto room = [&]() -> Status { return make_room(stream); };
    const Status read = reading == Reading::partitioned
                            ? reader.read_partitions(state, room)
                            : reader.read(state.integer_or("at", 0), world_.shop.newest_version(), room);
    const Status finished = collector.finish();
    world_.disk.tell(run + ": read " + stream + ": " + (read.has_value() ? "ok" : read.error().to_string()) + ", " +
                     (finished.has_value() ? "ok" : finished.error().to_string()));
    LEVADA_CHECK(read);
    LEVADA_CHECK(finished);
    const std::vector<CollectedStream> collected = collector.streams();
    is_complete_[stream] = !collected.empty() && collected.front().outcome == StreamOutcome::complete;
    if (is_whole && is_complete_[stream]) {
        world_.whole_version = world_.shop.newest_version();
    }
    return ok();
}

/// What the loader beside the collector does in one turn; its failures are its own affair, here as there.
bool Machine::take_turn(const std::string& stream) {
    const std::optional<Backlog::Turn> turn = backlog_->next_turn();
    if (!turn.has_value()) {
        return true;
    }
    const bool is_refused = refusals_left_ > 0;
    refusals_left_ -= is_refused ? 1 : 0;
    const Result<LoadReport> done =
        is_refused ? Result<LoadReport>(Error(ErrorCode::unavailable, "refused")) : loader_of(stream).drain(turn->mode);
    world_.disk.tell("beside " + stream + ": " +
                     (done.has_value() ? std::to_string(done->record_count) : done.error().to_string()));
    if (!done.has_value()) {
        return false;
    }
    backlog_->done(*turn);
    return drop_loaded(stream).has_value();
}

/// As the run does it after each page: loads now and then, and waits while too much has gathered.
Status Machine::make_room(const std::string& stream) {
    const std::string topic = topic_of(kPipeline, stream);
    if (world_.chance.is(kBesideShare)) {
        static_cast<void>(take_turn(stream));
    }
    int failures = 0;
    while (backlog_->is_over(topic)) {
        failures += take_turn(stream) ? 0 : 1;
        world_.clock.advance(std::chrono::seconds(1));
        if (failures > kFailuresMax) {
            return Error(ErrorCode::cancelled, "the table took nothing for too long");
        }
    }
    return ok();
}

Status Machine::drop_loaded(const std::string& stream) {
    const std::string topic = topic_of(kPipeline, stream);
    LEVADA_CHECK(states_->newest(kPipeline, stream));
    LEVADA_TRY(const std::optional<std::int64_t> loaded, queue_->committed_offset(topic, kLoaderConsumer));
    if (loaded.has_value()) {
        LEVADA_CHECK(queue_->apply_retention(topic, {.size_bytes_max = kRetentionBytes}, *loaded));
    }
    return ok();
}

/// The topics are what the model knows of them, and each state that is there has the responses that led to it: whole,
/// in the raw zone.
Status Machine::check_topics() {
    LEVADA_TRY(const std::vector<std::string> topics, queue_->topics());
    LEVADA_CHECK(right(world_.queue_model.look_at_topics({topics.begin(), topics.end()})));
    for (const std::string& topic : topics) {
        LEVADA_CHECK(check_topic(topic));
    }
    return ok();
}

Status Machine::check_topic(const std::string& topic) {
    LEVADA_TRY(const auto bounds, queue_->bounds(topic));
    std::set<std::string> keys;
    for (std::int64_t offset = bounds.first; offset < bounds.second; ++offset) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue_->read(topic, offset, 1));
        if (messages.empty() || messages.front().offset != offset) {
            return Error(ErrorCode::corruption, "the topic has a hole").with("offset", std::to_string(offset));
        }
        LEVADA_CHECK(right(world_.queue_model.look(topic, offset, messages.front().payload)));
        LEVADA_TRY(const DeliveryMessage message, decode(messages.front().payload));
        if (const auto* batch = std::get_if<RecordBatch>(&message)) {
            for (std::int64_t i = 0; i < batch->count; ++i) {
                const std::string page = batch->raw_object_of(i);
                keys.insert(page.substr(0, page.find('#')));
            }
        } else if (std::holds_alternative<Checkpoint>(message)) {
            LEVADA_CHECK(check_objects(keys));
        }
        if (std::holds_alternative<StreamBegin>(message)) {
            keys.clear();
        }
    }
    return right(world_.queue_model.looked_through(topic, bounds));
}

/// Appends a few messages of one size, and now and then the machine stops before they are synced: after the next start
/// a whole one behind a torn one must not come back when others take the place of those before it.
void Machine::probe() {
    std::vector<std::string> messages;
    std::string text = std::to_string(world_.run_count);
    text.resize(kProbeSizeBytes, ' ');
    const std::uint64_t count = 1 + world_.chance.below(kProbesMax);
    for (std::uint64_t i = 0; i < count; ++i) {
        RecordBatch batch;
        batch.place = {"r", "probe", 0, static_cast<std::int64_t>(i)};
        batch.records = text;
        messages.push_back(encode(batch));
    }
    const std::vector<std::string_view> payloads(messages.begin(), messages.end());
    if (world_.may_refuse && world_.chance.is(kProbeCrashShare)) {
        world_.disk.crash_after(1);
    }
    const Result<std::int64_t> first = watched_->append(kProbe, payloads);
    if (first.has_value()) {
        // What a full disk or a failed sync does to it is seen at the next start.
        static_cast<void>(queue_->apply_retention(kProbe, {.size_bytes_max = kRetentionBytes}, *first));
    }
}

Status Machine::check_objects(const std::set<std::string>& keys) {
    for (const std::string& key : keys) {
        const Result<std::string> bytes = objects_->get(key, Deadline::never());
        const Result<std::size_t> read =
            bytes.has_value() ? ReplayIndex(ReplayOptions{}).add(bytes_in_memory(*bytes), {.key = key, .stream = ""})
                              : Result<std::size_t>(bytes.error());
        if (!read.has_value() && !world_.disk.is_stopped() && !world_.disk.has_flipped() &&
            read.error().code() != ErrorCode::unavailable) {
            return Error(ErrorCode::corruption,
                         "a state without the responses that led to it: " + read.error().to_string())
                .with("object", key);
        }
    }
    return ok();
}

Status Machine::load(const std::string& stream) {
    const Result<LoadReport> report = loader_of(stream).drain(DrainMode::everything);
    world_.disk.tell("load " + stream + ": " +
                     (report.has_value() ? std::to_string(report->record_count) : report.error().to_string()));
    LEVADA_CHECK(report);
    LEVADA_TRY(const std::vector<Record> found, rows(world_, stream));
    LEVADA_CHECK(check_version(stream, found));
    LEVADA_CHECK(check_history(stream, found));
    world_.disk.tell(stream + " has " + std::to_string(found.size()) + " rows");
    world_.shop.acknowledge(stream, found, is_complete_[stream]);
    return drop_loaded(stream);
}

/// Each of the newest commits, as many as are kept, still gives the rows that were shown then.
Status Machine::check_history(const std::string& stream, const std::vector<Record>& found) {
    std::set<std::string> commits;
    std::error_code none;  // No table yet.
    for (const auto& entry : std::filesystem::directory_iterator(table_folder(world_, stream) / ".hoodie", none)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".commit") || name.ends_with(".replacecommit")) {
            commits.insert(name.substr(0, name.find('.')));
        }
    }
    std::map<std::string, std::vector<Record>>& shown = world_.history[stream];
    while (commits.size() > static_cast<std::size_t>(kRetainedCommits)) {
        shown.erase(*commits.begin());
        commits.erase(commits.begin());
    }
    for (const std::string& commit : commits) {
        const auto then =
            commit == *commits.rbegin() ? shown.insert_or_assign(commit, found).first : shown.find(commit);
        if (then == shown.end()) {
            continue;
        }
        LEVADA_TRY(std::vector<Record> now, rows(world_, stream, commit));
        std::sort(now.begin(), now.end());
        std::vector<Record> before = then->second;
        std::sort(before.begin(), before.end());
        if (now != before) {
            return Error(ErrorCode::corruption,
                         "commit " + commit + " of " + stream + " showed " + std::to_string(before.size()) +
                             " rows, and now " + std::to_string(now.size()));
        }
    }
    return ok();
}

/// A version whose end is durable is shown after a load, whatever came between.
Status Machine::check_version(const std::string& stream, const std::vector<Record>& found) const {
    const std::int64_t shown = found.empty() ? -1 : found.front().v;
    if (reading_of(stream) != Reading::whole || shown >= world_.whole_version) {
        return ok();
    }
    return Error(ErrorCode::corruption,
                 "version " + std::to_string(world_.whole_version) + " was read whole, and version " +
                     std::to_string(shown) + " is there after a load that succeeded");
}

Status Machine::run() {
    const std::string run = "r" + std::to_string(++world_.run_count);
    probe();
    Status first = ok();
    for (const std::string& stream : world_.streams) {
        is_complete_[stream] = false;
        Status done = read(stream, run);
        if (Status loaded = load(stream); done.has_value()) {
            done = std::move(loaded);
        }
        if (first.has_value() && !done.has_value()) {
            first = done.error().with("stream", stream);
        }
    }
    return first;
}

std::string Machine::check_files(const World& world, const std::string& stream) {
    const std::filesystem::path folder = table_folder(world, stream);
    std::set<std::string> instants;
    std::string cleaned;
    std::error_code none;  // No table yet.
    for (const auto& entry : std::filesystem::directory_iterator(folder / ".hoodie", none)) {
        const std::string name = entry.path().filename().string();
        instants.insert(name.substr(0, name.find('.')));
        if (name.ends_with(".clean")) {
            const Result<std::string> text = read_file(entry.path());
            cleaned += text.has_value() ? *text : "";
        }
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        const std::string name = entry.path().filename().string();
        constexpr std::string_view kEnd = ".parquet";
        if (!name.ends_with(kEnd)) {
            continue;
        }
        const std::size_t begin = name.rfind('_') + 1;
        if (!instants.contains(name.substr(begin, name.size() - kEnd.size() - begin))) {
            return "a file of no commit: " + name;
        }
        if (cleaned.find(name) != std::string::npos) {
            return "a file that was cleaned away is there: " + name;
        }
    }
    return "";
}

Result<std::vector<Record>> Machine::rows(World& world, const std::string& stream, const std::string& as_of) {
    const std::filesystem::path folder = table_folder(world, stream);
    if (!lake::Table::exists(folder)) {
        return std::vector<Record>();
    }
    LEVADA_TRY(lake::Table table, lake::Table::open(world.engine, world.clock, folder));
    LEVADA_TRY(const lake::Snapshot snapshot, table.snapshot(as_of));
    if (snapshot.files.empty()) {
        return std::vector<Record>();
    }
    return dynamic_cast<LightEngine*>(&world.engine) != nullptr ? rows_of_files(snapshot)
                                                                : rows_of_query(world.engine, snapshot);
}

}  // namespace levada::simulation
