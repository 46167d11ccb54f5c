#pragma once

#include "topic_scan.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "levada/delivery/messages.h"
#include "levada/ports/queue.h"
#include "levada/ports/record_scan.h"

namespace levada::load {

/// A record that could not be read, with a copy of its text.
struct Rejection {
    DeadLetter letter;
    std::string body;
};

/// What a reading of batches found besides rows.
struct ReadingNotes {
    std::vector<Rejection> rejections;
    std::set<std::string> undeclared;
};

/// Reads batches from the queue, one at a time. Not thread-safe.
class BatchSource final : public RecordSource {
public:
    /// Borrows all; `notes` may be null: then nothing is noted, as on a second reading.
    BatchSource(Queue& queue, const std::string& topic, const std::vector<BatchRef>& batches, ReadingNotes* notes)
        : queue_(queue), topic_(topic), batches_(batches), notes_(notes) {}

    Result<std::optional<RecordBlock>> next() override;
    Status reject(const RejectedRecord& record) override;
    void undeclared(std::string_view field, std::string_view value) override;

private:
    Queue& queue_;
    const std::string& topic_;
    const std::vector<BatchRef>& batches_;
    ReadingNotes* notes_;
    std::size_t place_ = 0;
    std::vector<QueueMessage> held_;
    RecordBatch batch_;
    std::string batch_id_;
};

}  // namespace levada::load
