#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "levada/base/executor.h"
#include "levada/delivery/messages.h"
#include "levada/ports/clock.h"
#include "levada/ports/queue.h"

namespace levada {

class BackgroundAppend;

/// Whose records a BatchWriter writes.
struct BatchWriterOptions {
    std::string topic{};
    std::string run{};
    std::string stream{};
    std::int64_t sync_id = 0;
    std::int64_t generation_id = 0;
    /// Where the newest record before the first one came from (newest_page()).
    std::string page_before{};
    /// Whether take_back() does something: for a stream whose next run reads again what no state covers, and where
    /// nothing could tell those records from new ones.
    bool may_take_back = false;
    /// A batch that has grown to this is appended.
    std::size_t batch_size_bytes_max = std::size_t{4} << 20;
    /// Makes a full batch durable while the next one is gathered; null: add() waits for it. Outlives the writer.
    Executor* executor = nullptr;
};

/// Gathers the records of one stream in one run and appends them to its topic. Holds at most one batch in memory, and
/// with an executor another one that is being appended. A boundary waits for all before it. Not thread-safe.
class BatchWriter {
public:
    /// Borrows `queue` and `clock`.
    BatchWriter(Queue& queue, const Clock& clock, BatchWriterOptions options);
    ~BatchWriter();
    BatchWriter(BatchWriter&& other) noexcept;
    BatchWriter& operator=(BatchWriter&& other) = delete;

    /// Appends `begin`, once, before all else. Errors: those of Queue::append().
    Status begin(const Json& schema);
    /// From now on a batch that has grown to `size_bytes_max` is appended.
    void limit_batches(std::size_t size_bytes_max);
    /// Copies the records of one page; appends batches as they get full. `raw_object` is where the page is kept.
    /// Errors: those of Queue::append(), maybe of a batch before; invalid_data (a record above the queue's limit).
    Status add(std::span<const std::string_view> records, std::string_view raw_object);
    /// What is added from now on may be taken back, up to the next boundary or open_slice().
    void open_slice();
    /// The records since open_slice() do not count: appends what is gathered and a retraction. Gives how many these
    /// are, 0 where it does nothing. Errors: those of Queue::append().
    Result<std::int64_t> take_back();
    /// Appends what is gathered and the state, in one call of the queue. Gives the checkpoint's offset.
    Result<std::int64_t> checkpoint(const Json& state);
    /// Appends what is gathered and the end, and gives back the memory of batches.
    Status end(StreamOutcome outcome);

    std::int64_t record_count() const { return record_count_; }
    std::int64_t batch_count() const { return batch_count_; }
    /// Bytes of records taken in.
    std::uint64_t size_bytes() const { return size_bytes_; }
    /// Where the newest record came from.
    const std::string& newest_page() const { return page_; }
    /// Records since the last boundary.
    std::int64_t uncommitted_count() const { return slice_record_count_; }

private:
    void start_batch(std::string_view raw_object);
    void note_page(std::string_view raw_object);
    bool is_full_for(std::string_view record) const;
    std::string_view finish_batch();
    Status flush();
    Result<std::int64_t> append_with(const DeliveryMessage& message);
    Result<std::int64_t> append_boundary(const DeliveryMessage& boundary);

    Queue& queue_;
    const Clock& clock_;
    BatchWriterOptions options_;
    RecordBatch batch_;
    std::string page_;  // where the newest record came from
    std::string buffer_;
    std::size_t header_room_bytes_;
    std::unique_ptr<BackgroundAppend> append_;
    std::int64_t slice_ = 0;
    std::int64_t sequence_ = 0;
    std::int64_t slice_record_count_ = 0;
    std::int64_t open_sequence_ = 0;  // where open_slice() was called: batch, place in it, records before it
    std::int64_t open_record_ = 0;
    std::int64_t open_after_count_ = 0;
    std::int64_t record_count_ = 0;
    std::int64_t batch_count_ = 0;
    std::uint64_t size_bytes_ = 0;
};

}  // namespace levada
