#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "levada/delivery/batch_ledger.h"
#include "levada/delivery/messages.h"
#include "levada/ports/queue.h"

namespace levada::load {

/// A batch that stays in the queue until it is read.
struct BatchRef {
    std::int64_t offset = 0;
    std::uint64_t size_bytes = 0;
    std::int64_t count = 0;  ///< records that count, from the first on
    BatchPlace place;
};

/// A run has begun.
struct RunBegun {
    std::int64_t offset = 0;
    StreamBegin begin;
};

/// Batches that count, since a boundary follows them or does not have to.
struct BatchesReady {
    std::vector<BatchRef> batches;
    std::int64_t next_offset = 0;       ///< after the boundary, or after the last batch
    std::optional<StreamEnd> end;       ///< when the boundary is the run's end
    std::int64_t taken_back_count = 0;  ///< records that were between them and do not count
};

using TopicEvent = std::variant<RunBegun, BatchesReady>;

/// Reads a topic's messages in order and tells what counts. What is left of a run whose begin is not in the queue any
/// more does not, unless it goes on from the batch that is remembered: it was loaded, or was given up for a later run.
/// Holds one reading of the queue in memory. Not thread-safe.
class TopicScan {
public:
    /// Borrows `queue`. Starts at `offset`.
    TopicScan(Queue& queue, std::string topic, std::int64_t offset);

    /// A batch that was loaded before: it and those before it in its run are repetitions.
    void remember(const BatchPlace& place) {
        static_cast<void>(ledger_.accept(place));
        run_ = place.run;
    }
    /// The next event, or nothing at the topic's end; later more may come. Batches that wait for a boundary count
    /// without one as soon as they have `waiting_size_bytes_max`, but for those that may be taken back yet. Errors:
    /// those of Queue::read(); invalid_data, unsupported (a message).
    Result<std::optional<TopicEvent>> next(std::uint64_t waiting_size_bytes_max = UINT64_MAX);

private:
    Result<bool> read_more();
    std::optional<TopicEvent> take(const QueueMessage& message, DeliveryMessage decoded);
    TopicEvent boundary(std::int64_t next_offset, std::optional<StreamEnd> end);
    std::optional<TopicEvent> settled();
    void wait_for_boundary(const QueueMessage& message, RecordBatch batch);
    void take_back(const Retraction& retraction);
    void drop_waiting();

    Queue& queue_;
    std::string topic_;
    std::int64_t offset_;
    std::deque<QueueMessage> held_;
    std::string run_;  // that the next messages belong to
    std::vector<BatchRef> waiting_;
    std::uint64_t waiting_size_bytes_ = 0;
    std::int64_t open_from_ = -1;  // RecordBatch::open_from of the newest
    std::int64_t taken_back_count_ = 0;
    BatchLedger ledger_;
};

}  // namespace levada::load
