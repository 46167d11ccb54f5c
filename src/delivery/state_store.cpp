#include "levada/delivery/state_store.h"

#include <algorithm>

#include "levada/delivery/messages.h"

namespace levada {
namespace {

constexpr const char* kCollection = "states";
constexpr std::size_t kReadSizeBytes = std::size_t{8} << 20;

// An empty topic has no offsets yet: everything that will come is newer.
Result<std::pair<std::int64_t, std::int64_t>> bounds_of(Queue& queue, const std::string& topic) {
    Result<std::pair<std::int64_t, std::int64_t>> bounds = queue.bounds(topic);
    if (!bounds.has_value() && bounds.error().code() == ErrorCode::not_found) {
        return std::pair<std::int64_t, std::int64_t>(0, 0);
    }
    return bounds;
}

// What Metadata remembers of a stream: `state` counts unless the topic has a checkpoint from `next` on.
struct Note {
    std::int64_t next = 0;
    std::optional<Json> state{};
    std::string raw_object{};
};

Result<Note> read_note(Metadata& metadata, const std::string& topic) {
    LEVADA_TRY(const std::optional<MetadataEntry> entry, metadata.get(kCollection, topic));
    Note note;
    if (entry.has_value()) {
        note.next = entry->value.integer_or("next_offset", 0);
        note.raw_object = std::string(entry->value.string_or("raw", ""));
        const Json* const state = entry->value.find("state");
        if (state != nullptr && !state->is_null()) {
            note.state = *state;
        }
    }
    return note;
}

Status write_note(Metadata& metadata, const std::string& topic, const Note& note) {
    Json document = Json::object({{"next_offset", Json(note.next)}, {"state", note.state.value_or(Json())}});
    if (!note.raw_object.empty()) {
        document.set("raw", note.raw_object);
    }
    return metadata.put(kCollection, topic, document);
}

}  // namespace

StateStore::StateStore(Queue& queue, Metadata& metadata) : queue_(queue), metadata_(metadata) {}

Result<std::optional<Json>> StateStore::newest(const std::string& pipeline, const std::string& stream) {
    const std::string topic = topic_of(pipeline, stream);
    LEVADA_TRY(Note note, read_note(metadata_, topic));
    LEVADA_TRY(const auto bounds, bounds_of(queue_, topic));
    if (note.next > bounds.second) {
        return Error(ErrorCode::corruption, "the queue ends before the newest state that was noted: messages are gone")
            .with("topic", topic)
            .with("offset", std::to_string(note.next))
            .with("end", std::to_string(bounds.second))
            .hint("bring the queue's folder back (is its disk mounted?); `levada replay " + pipeline + " --stream " +
                  stream +
                  "` makes the table anew from the raw zone and goes on from that state; `levada state set` or "
                  "`reset` says where to go on from else");
    }
    std::optional<std::int64_t> found;
    std::int64_t offset = std::max({note.next, bounds.first, looked_to(topic)});
    while (offset < bounds.second) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue_.read(topic, offset, kReadSizeBytes));
        for (const QueueMessage& message : messages) {
            LEVADA_TRY(DeliveryMessage decoded,
                       decode(message.payload).with("topic", topic).with("offset", std::to_string(message.offset)));
            if (auto* const checkpoint = std::get_if<Checkpoint>(&decoded)) {
                note.state = std::move(checkpoint->state);
                note.raw_object = std::move(checkpoint->raw_object);
                found = message.offset + 1;
            }
            offset = message.offset + 1;
        }
        if (messages.empty()) {
            break;
        }
    }
    if (found.has_value() && note.state.has_value()) {
        // A crash came between the checkpoint and its note. What was loaded may leave the queue, and the checkpoint
        // with it: the note is made up for.
        LEVADA_CHECK(make_up_for(topic, *found, *note.state, note.raw_object));
    }
    const std::scoped_lock lock(notes_mutex_);
    looked_to_[topic] = offset;
    return note.state;
}

std::int64_t StateStore::looked_to(const std::string& topic) {
    const std::scoped_lock lock(notes_mutex_);
    const auto found = looked_to_.find(topic);
    return found == looked_to_.end() ? 0 : found->second;
}

Status StateStore::note(const std::string& pipeline,
                        const std::string& stream,
                        std::int64_t offset,
                        const Json& state,
                        const std::string& raw_object) {
    const std::scoped_lock lock(notes_mutex_);
    return write_note(metadata_, topic_of(pipeline, stream), {offset + 1, state, raw_object});
}

Status StateStore::make_up_for(const std::string& topic,
                               std::int64_t next,
                               const Json& state,
                               const std::string& raw_object) {
    const std::scoped_lock lock(notes_mutex_);
    LEVADA_TRY(const Note noted, read_note(metadata_, topic));
    return noted.next >= next ? ok() : write_note(metadata_, topic, {next, state, raw_object});
}

Result<std::string> StateStore::newest_page(const std::string& pipeline, const std::string& stream) {
    LEVADA_TRY(const bool is_lost, is_adrift(pipeline, stream));
    if (!is_lost) {
        LEVADA_CHECK(newest(pipeline, stream));  // Makes up for what was not noted.
    }
    LEVADA_TRY(const Note note, read_note(metadata_, topic_of(pipeline, stream)));
    return note.raw_object;
}

Result<std::int64_t> StateStore::end_of(const std::string& topic) {
    LEVADA_TRY(const auto bounds, bounds_of(queue_, topic));
    return bounds.second;
}

Status StateStore::set(const std::string& pipeline, const std::string& stream, const Json& state) {
    const std::string topic = topic_of(pipeline, stream);
    LEVADA_TRY(const std::int64_t end, end_of(topic));
    const std::scoped_lock lock(notes_mutex_);
    return write_note(metadata_, topic, {.next = end, .state = state});
}

Result<bool> StateStore::is_adrift(const std::string& pipeline, const std::string& stream) {
    const std::string topic = topic_of(pipeline, stream);
    LEVADA_TRY(const Note note, read_note(metadata_, topic));
    LEVADA_TRY(const std::int64_t end, end_of(topic));
    return note.next > end;
}

Status StateStore::anchor(const std::string& pipeline, const std::string& stream) {
    const std::string topic = topic_of(pipeline, stream);
    LEVADA_TRY(const std::int64_t end, end_of(topic));
    const std::scoped_lock lock(notes_mutex_);
    LEVADA_TRY(Note note, read_note(metadata_, topic));
    note.next = end;
    return write_note(metadata_, topic, note);
}

Status StateStore::reset(const std::string& pipeline, const std::string& stream) {
    return set(pipeline, stream, Json());
}

}  // namespace levada
