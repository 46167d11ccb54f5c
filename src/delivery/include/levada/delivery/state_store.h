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
    /// Notes that the checkpoint at `offset` of the stream's topic holds this state.
    Status note(const std::string& pipeline, const std::string& stream, std::int64_t offset, const Json& state);
    /// From now on `state` counts, whatever stands in the queue.
    Status set(const std::string& pipeline, const std::string& stream, const Json& state);
    /// From now on the stream starts from nothing.
    Status reset(const std::string& pipeline, const std::string& stream);

private:
    std::int64_t looked_to(const std::string& topic);
    Result<std::int64_t> end_of(const std::string& topic);
    Status make_up_for(const std::string& topic, std::int64_t next, const Json& state);

    Queue& queue_;
    Metadata& metadata_;
    // By topic: below it, every checkpoint is noted. A topic is not read again and again while it has none.
    std::map<std::string, std::int64_t> looked_to_;
    std::mutex notes_mutex_;  // a loader's newest() must not undo what a collector notes meanwhile
};

}  // namespace levada
