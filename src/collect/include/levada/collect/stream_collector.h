#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "levada/airbyte/messages.h"
#include "levada/base/log.h"
#include "levada/collect/raw_zone.h"
#include "levada/delivery/batch_writer.h"
#include "levada/delivery/state_store.h"

namespace levada {

/// What a StreamCollector knows of a stream before it is read.
struct CollectedStreamPlan {
    std::int64_t generation_id = 0;
    Json schema{};              ///< null when it is not known
    std::string page_before{};  ///< RawZone::goes_on_after()
    Json state_before{};        ///< the state that it is read on from; null: none
    /// Its next run goes on from its states, and nothing could tell a record that is read again from a new one: what a
    /// source takes back is taken back in the queue.
    bool may_take_back = false;
};

/// How far a stream got.
struct CollectedStream {
    std::string name{};
    std::int64_t record_count = 0;
    std::int64_t taken_back_count = 0;  ///< of these records; the next run reads them again
    std::int64_t page_count = 0;
    std::int64_t checkpoint_count = 0;
    std::int64_t dead_letter_count = 0;  ///< pages and records that could not be processed
    std::uint64_t size_bytes = 0;        ///< of records
    bool is_waiting = false;             ///< the source said that it is rate limited, and no record came since
    std::optional<StreamOutcome> outcome{};
    std::vector<airbyte::ErrorTrace> errors{};
};

/// What becomes of a source's states.
enum class StateUse : std::uint8_t {
    keep,    ///< they become checkpoints
    ignore,  ///< the stream's own state stays: a backfill reads beside it
};

/// How a StreamCollector collects. The functions may be empty; they are called on the reading threads: on_progress for
/// one stream at a time, the others one at a time.
struct StreamCollectorOptions {
    std::string pipeline{};
    std::string run{};
    std::int64_t sync_id = 0;
    std::string connector{};  ///< name and version, for dead letters
    std::map<std::string, CollectedStreamPlan> plans{};
    StateUse states = StateUse::keep;
    std::size_t batch_size_bytes_max = std::size_t{4} << 20;
    /// The more streams are open at once the smaller their batches: all of them together have about this size, but none
    /// less than kBatchSizeBytesMin.
    std::size_t batches_size_bytes = std::size_t{4} << 20;
    /// Makes full batches durable while the source is read on; null: reading waits. Outlives the collector.
    Executor* executor = nullptr;
    /// A larger record is a dead letter.
    std::size_t record_size_bytes_max = kQueueMessageSizeBytesMax - (std::size_t{1} << 16);
    /// States that come sooner after a checkpoint are passed over, unless they are a stream's last. Early in a read it
    /// is shorter: a fourth of the time that the stream has been read for, at least 100 ms.
    std::chrono::milliseconds checkpoint_interval{5000};
    /// A state that comes after so many bytes of records is never passed over.
    std::uint64_t checkpoint_size_bytes = std::uint64_t{32} << 20;
    /// After each page, each checkpoint and each change of a stream's outcome.
    std::function<void(const CollectedStream&)> on_progress{};
    /// The connector changed its configuration (a refresh token that is used up): keep it. Errors end the read.
    std::function<Status(const Json&)> on_config_changed{};
    /// A stream, or a part of one, failed.
    std::function<void(const airbyte::ErrorTrace&)> on_error{};
    /// Texts that must not be shown from now on.
    std::function<void(const std::vector<std::string>&)> on_hide{};
};

/// However many streams are open.
inline constexpr std::size_t kBatchSizeBytesMin = std::size_t{512} << 10;

/// Takes what a source says and makes it durable: records as batches in the queue, states as checkpoints after the raw
/// objects and batches that led to them. A page whose failure is neither transient nor the configuration's, and a
/// record that no queue takes, are dead letters. A state that is the one before covers none of the records between them
/// (the part that they are of failed, and is read again from that state): it becomes no checkpoint, unless those were
/// taken back. Memory is bounded
/// by two batches per stream that is open. Thread-safe: streams do not wait for each other, but for the queue.
class StreamCollector final : public airbyte::MessageSink {
public:
    /// What it works with; `raw_zone` may be null. All of it outlives the collector.
    struct Surroundings {
        Queue& queue;
        RawZone* raw_zone;
        StateStore& states;
        const Clock& clock;
        LogSink& log;
    };

    StreamCollector(Surroundings surroundings, StreamCollectorOptions options);
    ~StreamCollector() override;
    StreamCollector(const StreamCollector&) = delete;
    StreamCollector& operator=(const StreamCollector&) = delete;

    Result<void> records(const airbyte::RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override;
    Result<void> rate_limited(std::string_view stream) override;
    Result<void> error(const airbyte::ErrorTrace& trace) override;
    Result<void> log(airbyte::LogLevel level, std::string_view text) override;
    Result<void> log_of(std::string_view stream, airbyte::LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& config) override;
    void hide(std::vector<std::string> secrets) override;

    /// Ends, as incomplete, every stream that has no end yet, and publishes all raw objects. Call it once, however the
    /// read ended. Errors: those of Queue::append(), RawZone::publish_all(), StateStore::note().
    Status finish();

    /// By name, in the order of names.
    std::vector<CollectedStream> streams() const;
    /// Errors that belong to no stream; to be asked for when nothing is read any more.
    const std::vector<airbyte::ErrorTrace>& errors() const { return errors_; }

private:
    Result<void> take_back(std::string_view stream, std::int64_t slice) override;
    struct Open;
    class Locked;
    Result<Locked> open(std::string_view stream);
    std::size_t batch_size_bytes() const;
    Open& open_or_add(std::string_view stream);
    Open* find(std::string_view stream);
    std::vector<Open*> all() const;
    Status keep_checkpoint(Open& stream, const Json& state);
    Status end(Open& stream, StreamOutcome outcome);
    std::string place_of(const Open& stream, std::string_view told) const;
    Status keep_dead_letter(Open& stream,
                            std::string_view code,
                            const std::string& error,
                            const std::string& raw_object);
    Result<std::vector<std::string_view>> fitting(Open& stream,
                                                  std::span<const std::string_view> records,
                                                  const std::string& raw_object);
    Status publish_responses(const std::string& stream) const;
    bool is_checkpoint_due(const Open& stream) const;
    void tell(const Open& stream) const;

    Surroundings surroundings_;
    StreamCollectorOptions options_;
    mutable std::mutex mutex_;  // for the map and errors_; each stream has its own
    std::map<std::string, std::unique_ptr<Open>, std::less<>> streams_;
    std::vector<airbyte::ErrorTrace> errors_;
    std::set<std::string> reading_;  // the names of those that have not ended
    std::atomic<std::size_t> open_count_ = 0;
    std::mutex callbacks_;
};

}  // namespace levada
