#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "levada/delivery/messages.h"
#include "levada/ports/queue.h"

namespace levada {

/// How each run ended whose end stands in the topic at `from` or behind it, by run; nothing for a topic that is not
/// there. What such a run appended is whole: a program that died after it has nothing to append again. Reads the topic
/// to its end. Errors: those of Queue::read(); invalid_data, unsupported (a message).
Result<std::map<std::string, StreamOutcome>> stream_ends(Queue& queue, const std::string& topic, std::int64_t from = 0);

}  // namespace levada
