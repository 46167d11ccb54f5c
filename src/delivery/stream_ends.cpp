#include "levada/delivery/stream_ends.h"

#include <algorithm>

namespace levada {
namespace {

constexpr std::size_t kReadSizeBytes = std::size_t{8} << 20;

}  // namespace

Result<std::map<std::string, StreamOutcome>> stream_ends(Queue& queue, const std::string& topic, std::int64_t from) {
    std::map<std::string, StreamOutcome> ends;
    const auto bounds = queue.bounds(topic);
    if (!bounds.has_value()) {
        return bounds.error().code() == ErrorCode::not_found ? Result<std::map<std::string, StreamOutcome>>(ends)
                                                             : bounds.error();
    }
    for (std::int64_t offset = std::max(from, bounds->first); offset < bounds->second;) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue.read(topic, offset, kReadSizeBytes));
        if (messages.empty()) {
            break;
        }
        for (const QueueMessage& message : messages) {
            offset = message.offset + 1;
            LEVADA_TRY(const DeliveryMessage decoded,
                       decode(message.payload).with("topic", topic).with("offset", std::to_string(message.offset)));
            if (const auto* const end = std::get_if<StreamEnd>(&decoded)) {
                ends[end->run] = end->outcome;
            }
        }
    }
    return ends;
}

}  // namespace levada
