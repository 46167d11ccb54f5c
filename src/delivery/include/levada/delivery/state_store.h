#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "levada/base/json.h"
#include "levada/ports/metadata.h"
#include "levada/ports/queue.h"

namespace levada {

/// The newest durable state of each stream. The queue's checkpoints are the truth; Metadata remembers where the newest
/// is, so that it is found without reading a whole topic. Thread-safe.
class StateStore {
public:
    /// Borrows both.
    StateStore(Queue& queue, Metadata& metadata);

    /// The state to go on from: the newest checkpoint of the topic, or what set() gave after it. Nothing: from the
    /// start. Makes up for a note that a crash prevented, so it comes before any retention of the topic. Errors: those
    /// of Queue::read() and of Metadata; corruption (a checkpoint that is none, a queue that ends before what was
    /// noted).
    Result<std::optional<Json>> newest(const std::string& pipeline, const std::string& stream);
    /// Notes that the checkpoint at `offset` of the stream's topic holds this state, and where the newest record
    /// before it came from.
    Status note(const std::string& pipeline,
                const std::string& stream,
                std::int64_t offset,
                const Json& state,
                const std::string& raw_object = "");
    /// Where the response of the newest record before the state of newest() is kept, `key#offset`; empty when that is
    /// not known, or somebody set the state; of a queue that is_adrift() what was noted. Errors: as newest().
    Result<std::string> newest_page(const std::string& pipeline, const std::string& stream);
    /// From now on `state` counts, whatever stands in the queue.
    Status set(const std::string& pipeline, const std::string& stream, const Json& state);
    /// Whether the queue ends before what was noted, so that newest() fails: it was lost, and a new one began.
    Result<bool> is_adrift(const std::string& pipeline, const std::string& stream);
    /// From now on the noted state counts again, in the queue as it is: for a stream whose table has all that led to
    /// it.
    Status anchor(const std::string& pipeline, const std::string& stream);
    /// From now on the stream starts from nothing.
    Status reset(const std::string& pipeline, const std::string& stream);

private:
    std::int64_t looked_to(const std::string& topic);
    Result<std::int64_t> end_of(const std::string& topic);
    Status make_up_for(const std::string& topic, std::int64_t next, const Json& state, const std::string& raw_object);

    Queue& queue_;
    Metadata& metadata_;
    // By topic: below it, every checkpoint is noted. A topic is not read again and again while it has none.
    std::map<std::string, std::int64_t> looked_to_;
    std::mutex notes_mutex_;  // a loader's newest() must not undo what a collector notes meanwhile
};

}  // namespace levada
