#include "levada/collect/stream_collector.h"

#include <algorithm>

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

}  // namespace

struct StreamCollector::Open {
    CollectedStream progress{};
    BatchWriter batches;
    Monotonic opened_at{};
    std::uint64_t size_bytes_at_checkpoint = 0;
    std::optional<Monotonic> last_checkpoint{};
    // A state that was passed over and after which no record came: it counts when the stream ends.
    std::optional<Json> passed_state{};
};

StreamCollector::StreamCollector(Surroundings surroundings, StreamCollectorOptions options)
    : surroundings_(surroundings), options_(std::move(options)) {}
StreamCollector::~StreamCollector() = default;

Result<StreamCollector::Open*> StreamCollector::open(std::string_view stream) {
    const auto found = streams_.find(stream);
    if (found != streams_.end()) {
        return found->second.get();
    }
    const std::string name(stream);
    const auto plan = options_.plans.find(name);
    const CollectedStreamPlan known = plan == options_.plans.end() ? CollectedStreamPlan() : plan->second;
    auto opened =
        std::make_unique<Open>(Open{.progress = {.name = name},
                                    .batches = BatchWriter(surroundings_.queue,
                                                           surroundings_.clock,
                                                           {.topic = topic_of(options_.pipeline, name),
                                                            .run = options_.run,
                                                            .stream = name,
                                                            .sync_id = options_.sync_id,
                                                            .generation_id = known.generation_id,
                                                            .batch_size_bytes_max = options_.batch_size_bytes_max,
                                                            .executor = options_.executor}),
                                    .opened_at = surroundings_.clock.monotonic()});
    LEVADA_CHECK(opened->batches.begin(known.schema).with("stream", name));
    return streams_.emplace(name, std::move(opened)).first->second.get();
}

void StreamCollector::tell(const Open& stream) const {
    if (options_.on_progress) {
        options_.on_progress(stream.progress);
    }
}

Result<void> StreamCollector::records(const airbyte::RecordBatchView& batch) {
    LEVADA_TRY(Open* const stream, open(batch.stream));
    RawZone* const raw = surroundings_.raw_zone;
    const std::string raw_object = raw == nullptr ? std::string() : raw->last_place(stream->progress.name);
    LEVADA_CHECK(stream->batches.add(batch.records, raw_object).with("stream", stream->progress.name));
    if (!batch.records.empty()) {
        stream->passed_state.reset();
    }
    CollectedStream& progress = stream->progress;
    progress.record_count += static_cast<std::int64_t>(batch.records.size());
    progress.page_count += 1;
    progress.size_bytes = stream->batches.size_bytes();
    progress.is_waiting = false;
    tell(*stream);
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

Status StreamCollector::keep_checkpoint(Open& stream, const Json& state) {
    const std::string& name = stream.progress.name;
    if (surroundings_.raw_zone != nullptr) {
        LEVADA_CHECK(surroundings_.raw_zone->publish(name));
    }
    LEVADA_TRY(const std::int64_t offset, stream.batches.checkpoint(state));
    LEVADA_CHECK(surroundings_.states.note(options_.pipeline, name, offset, state));
    stream.passed_state.reset();
    stream.last_checkpoint = surroundings_.clock.monotonic();
    stream.size_bytes_at_checkpoint = stream.batches.size_bytes();
    stream.progress.checkpoint_count += 1;
    return ok();
}

Result<void> StreamCollector::state(std::string_view stream, const Json& state, std::int64_t /*record_count*/) {
    LEVADA_TRY(Open* const opened, open(stream));
    if (is_checkpoint_due(*opened)) {
        LEVADA_CHECK(keep_checkpoint(*opened, state).with("stream", std::string(stream)));
        tell(*opened);
        return ok();
    }
    opened->passed_state = state;
    return ok();
}

Status StreamCollector::end(Open& stream, StreamOutcome outcome) {
    if (stream.progress.outcome.has_value()) {
        return ok();
    }
    if (stream.passed_state.has_value()) {
        const Json last = *stream.passed_state;
        LEVADA_CHECK(keep_checkpoint(stream, last));
    }
    if (surroundings_.raw_zone != nullptr) {
        LEVADA_CHECK(surroundings_.raw_zone->publish(stream.progress.name));
    }
    LEVADA_CHECK(stream.batches.end(outcome));
    stream.progress.outcome = outcome;
    stream.progress.is_waiting = false;
    tell(stream);
    return ok();
}

Result<void> StreamCollector::status(std::string_view stream, airbyte::StreamStatus status) {
    LEVADA_TRY(Open* const opened, open(stream));
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
    LEVADA_TRY(Open* const opened, open(stream));
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
    const auto found = streams_.find(trace.stream);
    (found == streams_.end() ? errors_ : found->second->progress.errors).push_back(trace);
    return ok();
}

Result<void> StreamCollector::log(airbyte::LogLevel level, std::string_view text) {
    surroundings_.log.write(
        level_of(level), text, {{"levada.pipeline", options_.pipeline}, {"levada.run", options_.run}});
    return ok();
}

Result<void> StreamCollector::config_changed(const Json& config) {
    return options_.on_config_changed ? options_.on_config_changed(config) : ok();
}

void StreamCollector::hide(std::vector<std::string> secrets) {
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
    for (const auto& [name, stream] : streams_) {
        note(end(*stream, StreamOutcome::incomplete).with("stream", name));
    }
    if (surroundings_.raw_zone != nullptr) {
        note(surroundings_.raw_zone->publish_all());
    }
    return first;
}

std::vector<CollectedStream> StreamCollector::streams() const {
    std::vector<CollectedStream> all;
    all.reserve(streams_.size());
    for (const auto& [name, stream] : streams_) {
        all.push_back(stream->progress);
    }
    return all;
}

}  // namespace levada
