#include "levada/collect/stream_collector.h"

#include <algorithm>
#include <deque>

#include "levada/airbyte/message_writer.h"
#include "levada/ports/storage_fact.h"

namespace levada {
namespace {

// A checkpoint costs a few fsyncs: at most so many of them at the start of a read.
constexpr std::chrono::milliseconds kCheckpointIntervalMin{100};
// A crash costs at most this part of the time that a stream has been read for: one fourth.
constexpr int kCheckpointShare = 4;

LogLevel level_of(airbyte::LogLevel level) {
    switch (level) {
        case airbyte::LogLevel::fatal:
        case airbyte::LogLevel::error:
            return LogLevel::error;
        case airbyte::LogLevel::warn:
            return LogLevel::warning;
        case airbyte::LogLevel::info:
            return LogLevel::info;
        case airbyte::LogLevel::debug:
        case airbyte::LogLevel::trace:
            return LogLevel::debug;
    }
    return LogLevel::info;
}

/// A source may hand on NaN and the infinities as Python writes them; what is kept has to be JSON, with null for them.
/// `rewritten` owns the records that had to be changed.
void write_as_json(std::vector<std::string_view>& records, std::deque<std::string>& rewritten) {
    for (std::string_view& record : records) {
        if (record.find("NaN") != std::string_view::npos || record.find("Infinity") != std::string_view::npos) {
            airbyte::append_record_line(rewritten.emplace_back(), record);
            record = rewritten.back();
        }
    }
}

}  // namespace

struct StreamCollector::Open {
    Open(Queue& queue, const Clock& clock, BatchWriterOptions options, const CollectedStreamPlan& plan)
        : batches(queue, clock, std::move(options)),
          schema(plan.schema),
          opened_at(clock.monotonic()),
          told_state(plan.state_before) {}

    std::mutex mutex;  // for all below
    CollectedStream progress{};
    BatchWriter batches;
    Json schema;
    bool has_begun = false;
    Monotonic opened_at;
    std::uint64_t size_bytes_at_checkpoint = 0;
    std::optional<Monotonic> last_checkpoint{};
    // What the source said last, or the run began from, and how many records counted when it first said so.
    Json told_state;
    std::int64_t told_at_count = 0;
    // A state that was passed over and after which no record came: it counts when the stream ends.
    std::optional<Json> passed_state{};
    // The slice that is being read, and what was passed over when it began: that again when it is taken back.
    std::int64_t slice = -1;
    std::optional<Json> passed_before_slice{};

    /// Records that were not taken back.
    std::int64_t counted() const { return progress.record_count - progress.taken_back_count; }
    void begin_slice(std::int64_t number) {
        slice = number;
        passed_before_slice = passed_state;
        batches.open_slice();
    }
};

/// A stream that nobody else looks at meanwhile.
class StreamCollector::Locked {
public:
    explicit Locked(Open& stream) : stream_(&stream), lock_(stream.mutex) {}
    Open& operator*() const { return *stream_; }
    Open* operator->() const { return stream_; }

private:
    Open* stream_;
    std::unique_lock<std::mutex> lock_;
};

StreamCollector::StreamCollector(Surroundings surroundings, StreamCollectorOptions options)
    : surroundings_(surroundings), options_(std::move(options)) {}
StreamCollector::~StreamCollector() = default;

StreamCollector::Open* StreamCollector::find(std::string_view stream) {
    const std::scoped_lock lock(mutex_);
    const auto found = streams_.find(stream);
    return found == streams_.end() ? nullptr : found->second.get();
}

/// The share of one of the streams that are open now.
std::size_t StreamCollector::batch_size_bytes() const {
    const std::size_t share = options_.batches_size_bytes / std::max<std::size_t>(open_count_, 1);
    return std::min(options_.batch_size_bytes_max, std::max(share, kBatchSizeBytesMin));
}

StreamCollector::Open& StreamCollector::open_or_add(std::string_view stream) {
    const std::scoped_lock lock(mutex_);
    const auto found = streams_.find(stream);
    if (found != streams_.end()) {
        return *found->second;
    }
    const std::string name(stream);
    const auto plan = options_.plans.find(name);
    const CollectedStreamPlan known = plan == options_.plans.end() ? CollectedStreamPlan() : plan->second;
    ++open_count_;
    reading_.insert(name);
    BatchWriterOptions batches{.topic = topic_of(options_.pipeline, name),
                               .run = options_.run,
                               .stream = name,
                               .sync_id = options_.sync_id,
                               .generation_id = known.generation_id,
                               .page_before = known.page_before,
                               .may_take_back = known.may_take_back,
                               .batch_size_bytes_max = batch_size_bytes(),
                               .executor = options_.executor};
    auto opened = std::make_unique<Open>(surroundings_.queue, surroundings_.clock, std::move(batches), known);
    opened->progress.name = name;
    return *streams_.emplace(name, std::move(opened)).first->second;
}

Result<StreamCollector::Locked> StreamCollector::open(std::string_view stream) {
    Locked opened(open_or_add(stream));
    if (!opened->has_begun) {
        LEVADA_CHECK(opened->batches.begin(opened->schema).with("stream", opened->progress.name));
        opened->has_begun = true;
    }
    return opened;
}

std::vector<StreamCollector::Open*> StreamCollector::all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<Open*> all;
    all.reserve(streams_.size());
    for (const auto& [name, stream] : streams_) {
        all.push_back(stream.get());
    }
    return all;
}

void StreamCollector::tell(const Open& stream) const {
    if (options_.on_progress) {
        options_.on_progress(stream.progress);
    }
}

Result<void> StreamCollector::records(const airbyte::RecordBatchView& batch) {
    LEVADA_TRY(const Locked stream, open(batch.stream));
    const std::string raw_object = place_of(*stream, batch.raw_object);
    std::deque<std::string> rewritten;
    LEVADA_TRY(std::vector<std::string_view> records, fitting(*stream, batch.records, raw_object));
    write_as_json(records, rewritten);
    if (batch.slice != stream->slice) {
        stream->begin_slice(batch.slice);
    }
    if (!batch.records.empty()) {
        // Before they are added: an error may come when some of them are in a batch already.
        stream->passed_state.reset();
    }
    stream->batches.limit_batches(batch_size_bytes());
    LEVADA_CHECK(stream->batches.add(records, raw_object).with("stream", stream->progress.name));
    CollectedStream& progress = stream->progress;
    progress.record_count += static_cast<std::int64_t>(records.size());
    progress.page_count += 1;
    progress.size_bytes = stream->batches.size_bytes();
    progress.is_waiting = false;
    tell(*stream);
    return ok();
}

/// Where a page is kept. A source that does not know says nothing: then it is the newest one of the stream.
std::string StreamCollector::place_of(const Open& stream, std::string_view told) const {
    const RawZone* const raw = surroundings_.raw_zone;
    return raw == nullptr || !told.empty() ? std::string(told) : raw->last_place(stream.progress.name);
}

/// The records that a queue takes; each of the others is a dead letter, with its page in the raw zone.
Result<std::vector<std::string_view>> StreamCollector::fitting(Open& stream,
                                                               std::span<const std::string_view> records,
                                                               const std::string& raw_object) {
    std::vector<std::string_view> kept;
    kept.reserve(records.size());
    for (const std::string_view record : records) {
        if (record.size() <= options_.record_size_bytes_max) {
            kept.push_back(record);
            continue;
        }
        LEVADA_CHECK(keep_dead_letter(stream,
                                      "record_too_large",
                                      "a record of " + std::to_string(record.size()) + " bytes is over the limit of " +
                                          std::to_string(options_.record_size_bytes_max),
                                      raw_object));
    }
    return kept;
}

Status StreamCollector::keep_dead_letter(Open& stream,
                                         std::string_view code,
                                         const std::string& error,
                                         const std::string& raw_object) {
    const std::string& name = stream.progress.name;
    const BatchPlace place{options_.run, name, stream.progress.checkpoint_count, stream.batches.batch_count()};
    const auto time =
        std::chrono::duration_cast<std::chrono::microseconds>(surroundings_.clock.now().time_since_epoch());
    const std::string message = encode(DeadLetter{.run = options_.run,
                                                  .stream = name,
                                                  .batch_id = place.id(),
                                                  .code = std::string(code),
                                                  .error = error,
                                                  .time_us = time.count(),
                                                  .raw_object = raw_object,
                                                  .connector = options_.connector});
    const std::string_view payload = message;
    LEVADA_CHECK(surroundings_.queue.append(dead_letter_topic_of(options_.pipeline, name), std::span(&payload, 1)));
    stream.progress.dead_letter_count += 1;
    return ok();
}

bool StreamCollector::is_checkpoint_due(const Open& stream) const {
    if (!stream.last_checkpoint.has_value()) {
        return true;
    }
    const Monotonic now = surroundings_.clock.monotonic();
    // Early in a read checkpoints are dense, so that a read which is always killed soon gets somewhere all the same.
    const Monotonic::duration interval = std::min<Monotonic::duration>(
        options_.checkpoint_interval,
        std::max<Monotonic::duration>(kCheckpointIntervalMin, (now - stream.opened_at) / kCheckpointShare));
    return now - *stream.last_checkpoint >= interval ||
           stream.batches.size_bytes() - stream.size_bytes_at_checkpoint >= options_.checkpoint_size_bytes;
}

/// Makes durable what a state of the stream is to be built again from: its own responses and those of parents that are
/// not read for themselves now. A parent that is has checkpoints of its own.
Status StreamCollector::publish_responses(const std::string& stream) const {
    std::set<std::string> others;
    {
        const std::scoped_lock lock(mutex_);
        others = reading_;
    }
    others.erase(stream);
    return surroundings_.raw_zone->publish_all_but(others);
}

Status StreamCollector::keep_checkpoint(Open& stream, const Json& state) {
    const std::string& name = stream.progress.name;
    if (surroundings_.raw_zone != nullptr) {
        if (surroundings_.raw_zone->has_lost(name)) {
            return Error(
                ErrorCode::unavailable,
                "responses of the stream could not be kept, so no state after them is; the next run asks again");
        }
        LEVADA_CHECK(publish_responses(name));
    }
    LEVADA_TRY(const std::int64_t offset, stream.batches.checkpoint(state));
    LEVADA_CHECK(surroundings_.states.note(options_.pipeline, name, offset, state, stream.batches.newest_page()));
    stream.passed_state.reset();
    stream.last_checkpoint = surroundings_.clock.monotonic();
    stream.size_bytes_at_checkpoint = stream.batches.size_bytes();
    stream.progress.checkpoint_count += 1;
    return ok();
}

Result<void> StreamCollector::state(std::string_view stream, const Json& state, std::int64_t /*record_count*/) {
    LEVADA_TRY(const Locked opened, open(stream));
    if (options_.states == StateUse::ignore) {
        return ok();
    }
    if (state != opened->told_state) {
        opened->told_state = state;
        opened->told_at_count = opened->counted();
    } else if (opened->counted() > opened->told_at_count) {
        return ok();
    }
    if (is_checkpoint_due(*opened)) {
        LEVADA_CHECK(keep_checkpoint(*opened, state).with("stream", std::string(stream)));
        tell(*opened);
        return ok();
    }
    opened->passed_state = state;
    return ok();
}

Result<void> StreamCollector::take_back(std::string_view stream, std::int64_t slice) {
    LEVADA_TRY(const Locked opened, open(stream));
    if (slice < 0 || opened->slice != slice) {
        return ok();  // It gave no record.
    }
    LEVADA_TRY(const std::int64_t count, opened->batches.take_back());
    opened->progress.taken_back_count += count;
    if (count > 0) {
        opened->passed_state = opened->passed_before_slice;
    }
    return ok();
}

Status StreamCollector::end(Open& stream, StreamOutcome outcome) {
    if (stream.progress.outcome.has_value()) {
        return ok();
    }
    const bool has_lost = surroundings_.raw_zone != nullptr && surroundings_.raw_zone->has_lost(stream.progress.name);
    if (stream.passed_state.has_value() && !has_lost) {
        const Json last = *stream.passed_state;
        LEVADA_CHECK(keep_checkpoint(stream, last));
    }
    if (surroundings_.raw_zone != nullptr) {
        LEVADA_CHECK(surroundings_.raw_zone->publish(stream.progress.name));
    }
    LEVADA_CHECK(stream.batches.end(outcome));
    --open_count_;
    {
        const std::scoped_lock lock(mutex_);
        reading_.erase(stream.progress.name);
    }
    stream.progress.outcome = outcome;
    stream.progress.is_waiting = false;
    tell(stream);
    return ok();
}

Result<void> StreamCollector::status(std::string_view stream, airbyte::StreamStatus status) {
    LEVADA_TRY(const Locked opened, open(stream));
    if (status == airbyte::StreamStatus::complete) {
        return end(*opened, StreamOutcome::complete).with("stream", std::string(stream));
    }
    if (status == airbyte::StreamStatus::incomplete) {
        return end(*opened, StreamOutcome::incomplete).with("stream", std::string(stream));
    }
    tell(*opened);
    return ok();
}

Result<void> StreamCollector::rate_limited(std::string_view stream) {
    LEVADA_TRY(const Locked opened, open(stream));
    opened->progress.is_waiting = true;
    tell(*opened);
    return ok();
}

Result<void> StreamCollector::error(const airbyte::ErrorTrace& trace) {
    surroundings_.log.write(LogLevel::error,
                            trace.message,
                            {{"levada.pipeline", options_.pipeline},
                             {"levada.stream", trace.stream},
                             {"levada.run", options_.run},
                             {"error.type", trace.failure_type},
                             {"error.message", trace.internal_message}});
    if (options_.on_error) {
        const std::scoped_lock lock(callbacks_);
        options_.on_error(trace);
    }
    Open* const found = find(trace.stream);
    if (found == nullptr) {
        const std::scoped_lock lock(mutex_);
        errors_.push_back(trace);
        return ok();
    }
    const Locked locked(*found);
    Open& stream = *locked;
    stream.progress.errors.push_back(trace);
    const std::string raw_object = place_of(stream, trace.raw_object);
    // The next run asks again after a transient failure, and after a mended configuration.
    const bool is_ours = trace.internal_message.find(kStorageFact) != std::string::npos;  // A full disk, not the page.
    if (trace.failure_type != "system_error" || is_ours || raw_object.empty()) {
        return ok();
    }
    return keep_dead_letter(stream, "page_failed", trace.message, raw_object);
}

Result<void> StreamCollector::log(airbyte::LogLevel level, std::string_view text) {
    surroundings_.log.write(
        level_of(level), text, {{"levada.pipeline", options_.pipeline}, {"levada.run", options_.run}});
    return ok();
}

Result<void> StreamCollector::log_of(std::string_view stream, airbyte::LogLevel level, std::string_view text) {
    surroundings_.log.write(
        level_of(level),
        text,
        {{"levada.pipeline", options_.pipeline}, {"levada.stream", std::string(stream)}, {"levada.run", options_.run}});
    return ok();
}

Result<void> StreamCollector::config_changed(const Json& config) {
    const std::scoped_lock lock(callbacks_);
    return options_.on_config_changed ? options_.on_config_changed(config) : ok();
}

void StreamCollector::hide(std::vector<std::string> secrets) {
    const std::scoped_lock lock(callbacks_);
    if (options_.on_hide) {
        options_.on_hide(secrets);
    }
}

Status StreamCollector::finish() {
    Status first = ok();
    const auto note = [&first](Status done) {
        if (!done.has_value() && first.has_value()) {
            first = std::move(done);
        }
    };
    for (Open* const each : all()) {
        const Locked stream(*each);
        note(end(*stream, StreamOutcome::incomplete).with("stream", stream->progress.name));
    }
    if (surroundings_.raw_zone != nullptr) {
        note(surroundings_.raw_zone->publish_all());
    }
    return first;
}

std::vector<CollectedStream> StreamCollector::streams() const {
    std::vector<CollectedStream> told;
    for (Open* const each : all()) {
        const Locked stream(*each);
        told.push_back(stream->progress);
    }
    return told;
}

}  // namespace levada
