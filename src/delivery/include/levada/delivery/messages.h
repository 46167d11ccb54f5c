#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada {

/// The messages of a stream's topic; their bytes and order are in docs/formats/batch.md.

/// Where a batch stands: the whole of its id.
struct BatchPlace {
    std::string run{};
    std::string stream{};
    std::int64_t slice = 0;     ///< number of the boundary in the run that will follow it, from 0
    std::int64_t sequence = 0;  ///< number in the slice, from 0

    /// `<run>/<stream>/<slice>/<sequence>`
    std::string id() const;
};

/// A run begins to read a stream: what came since the last boundary was left by a crash and does not count.
struct StreamBegin {
    std::string run{};
    std::string stream{};
    std::int64_t sync_id = 0;
    std::int64_t generation_id = 0;
    std::int64_t time_us = 0;
    Json schema{};  ///< null when it is not known
};

/// Some records of one stream. The views point into the message it was read from.
struct RecordBatch {
    BatchPlace place{};
    std::int64_t count = 0;
    std::int64_t extracted_at_us = 0;
    std::int64_t sync_id = 0;
    std::int64_t generation_id = 0;
    std::string raw_object{};  ///< `key#offset` of the first record's response; empty when it was not kept
    std::string pages{};       ///< where the later records come from: docs/formats/batch.md; empty: from there too
    /// The sequence of the batch from which on records may be taken back yet (Retraction); -1: none may.
    std::int64_t open_from = -1;
    std::string_view records{};  ///< `count` JSON objects, each ended by a line feed

    /// From record number `first` on the records come from the response at `place` (`key#offset`).
    void add_page(std::int64_t first, std::string_view place);
    /// `key#offset` of the response that record number `record` came in; empty when it was not kept.
    std::string raw_object_of(std::int64_t record) const;
};

/// The newest records of the slice do not count: no state covers them, and a run that goes on from one reads them
/// again.
struct Retraction {
    std::string run{};
    std::string stream{};
    std::int64_t slice = 0;
    std::int64_t first_sequence = 0;  ///< of the batch in which they begin
    std::int64_t first_record = 0;    ///< and the place in it; those before it count
    std::int64_t last_sequence = 0;   ///< of the batch with which they end
    std::int64_t count = 0;
    std::int64_t time_us = 0;
};

/// Everything before it is durable, and this is the state to go on from.
struct Checkpoint {
    std::string run{};
    std::string stream{};
    std::int64_t slice = 0;
    std::int64_t count = 0;  ///< records since the last boundary
    std::int64_t time_us = 0;
    std::string raw_object{};  ///< `key#offset` of the newest record's response; empty when it is not known
    Json state{};
};

/// How a stream ended in a run.
enum class StreamOutcome : std::uint8_t { complete, incomplete };
std::string_view to_string(StreamOutcome outcome);

/// The run has no more records of the stream.
struct StreamEnd {
    std::string run{};
    std::string stream{};
    std::int64_t slice = 0;
    std::int64_t count = 0;  ///< records since the last boundary
    std::int64_t time_us = 0;
    StreamOutcome outcome = StreamOutcome::complete;
};

/// A record or page that could not be processed, with its cause. The view points into the message it was read from.
struct DeadLetter {
    std::string run{};
    std::string stream{};
    std::string batch_id{};
    std::int64_t record = -1;  ///< place in the batch; -1: the whole page
    std::string code{};
    std::string error{};
    std::int64_t attempt_count = 1;
    std::int64_t time_us = 0;
    std::string raw_object{};
    std::string connector{};  ///< name and version of what read it; empty when it is not known
    std::string_view body{};
};

using DeliveryMessage = std::variant<StreamBegin, RecordBatch, Retraction, Checkpoint, StreamEnd, DeadLetter>;

/// The bytes of a message.
std::string encode(const DeliveryMessage& message);
/// Reads a message; views point into `payload`. Errors: invalid_data (no message), unsupported (version, type).
Result<DeliveryMessage> decode(std::string_view payload);

/// The header line of a batch, without its line feed: what stands before the records.
std::string batch_header(const RecordBatch& batch);

/// `<pipeline>.<stream>` and `<pipeline>.<stream>.dlq`
std::string topic_of(std::string_view pipeline, std::string_view stream);
std::string dead_letter_topic_of(std::string_view pipeline, std::string_view stream);

}  // namespace levada
