#include "levada/delivery/dead_letters.h"

#include <algorithm>
#include <utility>

#include "levada/base/ascii.h"
#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/delivery/messages.h"

namespace levada {
namespace {

const std::string kMarks = "dead_letter_marks";
constexpr std::string_view kTopicEnd = ".dlq";
constexpr std::string_view kStatuses[] = {"open", "replaying", "replayed", "discarded"};
constexpr std::size_t kReadSizeBytes = std::size_t{8} << 20;
constexpr std::size_t kMarkIdsMax = 5'000;
constexpr std::size_t kMarksMax = 100'000;
constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kTimeDigits = 20;

Json time_of(std::int64_t microseconds) {
    return microseconds == 0 ? Json() : Json(format_utc(Instant(std::chrono::microseconds(microseconds)), 3));
}

std::string padded(std::string digits, std::size_t size) {
    digits.insert(0, size - std::min(size, digits.size()), '0');
    return digits;
}

/// The pipeline and stream of a dead-letter topic; nothing for another topic.
std::optional<std::pair<std::string, std::string>> owner_of(const std::string& topic) {
    const std::size_t dot = topic.find('.');
    if (!topic.ends_with(kTopicEnd) || dot == std::string::npos || dot + kTopicEnd.size() >= topic.size()) {
        return std::nullopt;
    }
    return std::pair(topic.substr(0, dot), topic.substr(dot + 1, topic.size() - dot - 1 - kTopicEnd.size()));
}

std::string id_of(const std::string& topic, const DeadLetter& letter) {
    const std::string identity =
        letter.record < 0 ? letter.code + "\n" + cause_of(letter.error) : std::string(letter.body);
    return sha256_hex(topic + "\n" + identity).substr(0, kIdDigits);
}

void take(KeptLetter& kept, const DeadLetter& letter, std::int64_t offset) {
    kept.run = letter.run;
    kept.batch_id = letter.batch_id;
    kept.record = letter.record;
    kept.code = letter.code;
    kept.error = letter.error;
    kept.cause = cause_of(letter.error);
    kept.connector = letter.connector;
    kept.raw_object = letter.raw_object;
    kept.attempt_count += letter.attempt_count;
    kept.first_us = kept.first_us == 0 ? letter.time_us : std::min(kept.first_us, letter.time_us);
    kept.last_us = std::max(kept.last_us, letter.time_us);
    kept.size_bytes = letter.body.size();
    kept.offset = offset;
}

void apply(KeptLetter& letter, const Json& mark) {
    letter.status = parse_letter_status(mark.string_or("status", "")).value_or(LetterStatus::open);
    letter.by = mark.string_or("by", "");
    letter.why = mark.string_or("why", "");
    letter.replay_run = mark.string_or("run", "");
    letter.marked_us = mark.integer_or("at_us", 0);
}

}  // namespace

std::string_view to_string(LetterStatus status) {
    return kStatuses[static_cast<std::size_t>(status)];
}

std::optional<LetterStatus> parse_letter_status(std::string_view text) {
    const auto* found = std::find(std::begin(kStatuses), std::end(kStatuses), text);
    return found == std::end(kStatuses) ? std::nullopt
                                        : std::optional(static_cast<LetterStatus>(found - std::begin(kStatuses)));
}

std::string cause_of(std::string_view error) {
    std::string cause;
    char quote = '\0';
    for (const char c : error) {
        if (quote != '\0') {
            if (c == quote) {
                cause += "…";
                cause += c;
                quote = '\0';
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            cause += c;
        } else if (is_ascii_digit(c)) {
            cause += cause.ends_with('#') ? "" : "#";
        } else {
            cause += c;
        }
    }
    return cause;
}

Json KeptLetter::to_json() const {
    return Json::object({{"id", id},
                         {"pipeline", pipeline},
                         {"stream", stream},
                         {"status", to_string(status)},
                         {"code", code},
                         {"error", error},
                         {"cause", cause},
                         {"attempts", attempt_count},
                         {"first_at", time_of(first_us)},
                         {"last_at", time_of(last_us)},
                         {"run", run},
                         {"batch", batch_id},
                         {"record", record},
                         {"raw_object", raw_object.empty() ? Json() : Json(raw_object)},
                         {"connector", connector.empty() ? Json() : Json(connector)},
                         {"size_bytes", static_cast<std::int64_t>(size_bytes)},
                         {"marked_by", by.empty() ? Json() : Json(by)},
                         {"marked_at", time_of(marked_us)},
                         {"why", why.empty() ? Json() : Json(why)},
                         {"replay_run", replay_run.empty() ? Json() : Json(replay_run)}});
}

Json LetterGroup::to_json() const {
    return Json::object({{"pipeline", pipeline},
                         {"stream", stream},
                         {"code", code},
                         {"cause", cause},
                         {"letters", letter_count},
                         {"attempts", attempt_count},
                         {"first_at", time_of(first_us)},
                         {"last_at", time_of(last_us)},
                         {"example", example_id}});
}

bool LetterFilter::is_match(const KeptLetter& letter) const {
    const auto is_or_empty = [](const std::string& wanted, const std::string& found) {
        return wanted.empty() || wanted == found;
    };
    return is_or_empty(pipeline, letter.pipeline) && is_or_empty(stream, letter.stream) &&
           is_or_empty(code, letter.code) && is_or_empty(run, letter.run) && letter.id.starts_with(id) &&
           (cause.empty() || to_lower(letter.error).find(to_lower(cause)) != std::string::npos) &&
           (!status || *status == letter.status) && letter.last_us >= since_us && letter.last_us <= until_us;
}

Status DeadLetters::read_topic(const std::string& topic, std::map<std::string, KeptLetter>& letters) {
    LEVADA_TRY(const auto bounds, queue_.bounds(topic));
    const auto owner = owner_of(topic);
    LEVADA_ASSERT(owner.has_value());
    std::int64_t offset = bounds.first;
    while (offset < bounds.second) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue_.read(topic, offset, kReadSizeBytes));
        if (messages.empty()) {
            return ok();
        }
        for (const QueueMessage& message : messages) {
            offset = message.offset + 1;
            const Result<DeliveryMessage> decoded = decode(message.payload);
            if (!decoded) {
                return decoded.error().with("topic", topic).with("offset", std::to_string(message.offset));
            }
            const auto* letter = std::get_if<DeadLetter>(&*decoded);
            if (letter == nullptr) {
                continue;  // The topic of a stream whose own name ends so.
            }
            const std::string id = id_of(topic, *letter);
            KeptLetter& kept = letters[id];
            kept.id = id;
            kept.pipeline = owner->first;
            kept.stream = owner->second;
            take(kept, *letter, message.offset);
        }
        if (letters.size() > kLettersMax) {
            return Error(ErrorCode::unsupported,
                         "more than " + std::to_string(kLettersMax) + " dead letters cannot be told apart at once")
                .with("topic", topic)
                .hint("name a pipeline and a stream");
        }
    }
    return ok();
}

Result<std::vector<Json>> DeadLetters::marks_of(const std::string& topic) {
    Metadata::ListOptions options;
    options.prefix = topic + "/";
    options.limit = kMarksMax;
    LEVADA_TRY(const std::vector<MetadataEntry> entries, metadata_.list(kMarks, options));
    std::vector<Json> marks;
    marks.reserve(entries.size());
    for (const MetadataEntry& entry : entries) {
        marks.push_back(entry.value);
    }
    return marks;
}

Status DeadLetters::apply_marks(const std::string& topic, std::map<std::string, KeptLetter>& letters) {
    LEVADA_TRY(const std::vector<Json> marks, marks_of(topic));
    for (const Json& mark : marks) {
        const Json* ids = mark.find("ids");
        for (std::size_t i = 0; ids != nullptr && i < ids->size(); ++i) {
            const auto found = letters.find(ids->as_array()[i].as_string());
            if (found != letters.end()) {
                apply(found->second, mark);
            }
        }
    }
    for (auto& [id, letter] : letters) {
        const bool has_failed_again = letter.last_us > letter.marked_us || letter.run == letter.replay_run;
        if (letter.status == LetterStatus::replayed && has_failed_again) {
            letter.status = LetterStatus::open;
        }
    }
    return ok();
}

Result<std::vector<KeptLetter>> DeadLetters::list(const LetterFilter& filter) {
    LEVADA_TRY(const std::vector<std::string> topics, queue_.topics());
    std::vector<KeptLetter> found;
    for (const std::string& topic : topics) {
        const auto owner = owner_of(topic);
        const bool is_wanted = owner && (filter.pipeline.empty() || filter.pipeline == owner->first) &&
                               (filter.stream.empty() || filter.stream == owner->second);
        if (!is_wanted) {
            continue;
        }
        std::map<std::string, KeptLetter> letters;
        LEVADA_CHECK(read_topic(topic, letters));
        LEVADA_CHECK(apply_marks(topic, letters));
        const std::size_t first = found.size();
        for (auto& [id, letter] : letters) {
            if (filter.is_match(letter)) {
                found.push_back(std::move(letter));
            }
        }
        std::sort(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(), [](const auto& a, const auto& b) {
            return std::pair(a.first_us, a.offset) < std::pair(b.first_us, b.offset);
        });
    }
    return found;
}

Result<std::string> DeadLetters::body(const KeptLetter& letter) {
    const std::string topic = dead_letter_topic_of(letter.pipeline, letter.stream);
    LEVADA_TRY(const std::vector<QueueMessage> messages, queue_.read(topic, letter.offset, 1));
    if (messages.empty()) {
        return Error(ErrorCode::corruption, "a dead letter is not in the queue any more").with("topic", topic);
    }
    LEVADA_TRY(const DeliveryMessage decoded, decode(messages.front().payload).with("topic", topic));
    const auto* found = std::get_if<DeadLetter>(&decoded);
    if (found == nullptr) {
        return Error(ErrorCode::corruption, "a dead letter in the queue became another message").with("topic", topic);
    }
    return std::string(found->body);
}

Status DeadLetters::mark(const std::vector<KeptLetter>& letters, const LetterMark& mark) {
    std::map<std::string, std::vector<const KeptLetter*>> by_topic;
    for (const KeptLetter& letter : letters) {
        by_topic[dead_letter_topic_of(letter.pipeline, letter.stream)].push_back(&letter);
    }
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(clock_.now().time_since_epoch()).count();
    for (const auto& [topic, list] : by_topic) {
        for (std::size_t start = 0; start < list.size(); start += kMarkIdsMax) {
            Json ids = Json::array();
            for (std::size_t i = start; i < std::min(start + kMarkIdsMax, list.size()); ++i) {
                ids.push_back(list[i]->id);
            }
            const Json document = Json::object({{"status", to_string(mark.status)},
                                                {"by", mark.by},
                                                {"why", mark.why},
                                                {"run", mark.run},
                                                {"topic_end", mark.topic_end},
                                                {"at_us", now},
                                                {"ids", std::move(ids)}});
            // Of marks made at the same time the later one counts: their number in the collection is in the key.
            LEVADA_TRY(const std::vector<Json> before, marks_of(topic));
            const std::string key =
                topic + "/" + padded(std::to_string(before.size()), kTimeDigits) + "-" + to_hex(random_bytes(4));
            LEVADA_CHECK(metadata_.put_if(kMarks, key, document, 0));
        }
    }
    return ok();
}

Result<std::int64_t> DeadLetters::first_kept(const std::string& topic, Instant oldest) {
    std::map<std::string, KeptLetter> letters;
    LEVADA_CHECK(read_topic(topic, letters));
    LEVADA_CHECK(apply_marks(topic, letters));
    const auto oldest_us = std::chrono::duration_cast<std::chrono::microseconds>(oldest.time_since_epoch()).count();
    const auto is_settled = [oldest_us](const KeptLetter& letter) {
        return (letter.status == LetterStatus::replayed || letter.status == LetterStatus::discarded) &&
               std::max(letter.marked_us, letter.last_us) < oldest_us;
    };
    LEVADA_TRY(const auto bounds, queue_.bounds(topic));
    for (std::int64_t offset = bounds.first; offset < bounds.second;) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue_.read(topic, offset, kReadSizeBytes));
        if (messages.empty()) {
            return offset;
        }
        for (const QueueMessage& message : messages) {
            LEVADA_TRY(const DeliveryMessage decoded, decode(message.payload).with("topic", topic));
            const auto* letter = std::get_if<DeadLetter>(&decoded);
            const auto found = letter == nullptr ? letters.end() : letters.find(id_of(topic, *letter));
            if (found == letters.end() || !is_settled(found->second)) {
                return message.offset;
            }
            offset = message.offset + 1;
        }
    }
    return bounds.second;
}

Result<std::uint64_t> DeadLetters::drop_settled(const std::string& pipeline, Instant oldest) {
    LEVADA_TRY(const std::vector<std::string> topics, queue_.topics());
    std::uint64_t freed = 0;
    for (const std::string& topic : topics) {
        const auto owner = owner_of(topic);
        if (!owner || owner->first != pipeline) {
            continue;
        }
        LEVADA_TRY(const std::int64_t first, first_kept(topic, oldest));
        LEVADA_TRY(const std::uint64_t freed_here, queue_.apply_retention(topic, {.size_bytes_max = 1}, first));
        freed += freed_here;
    }
    return freed;
}

Result<std::map<std::string, std::int64_t>> DeadLetters::cut_off_replays(const std::string& pipeline,
                                                                         const std::string& stream) {
    LEVADA_TRY(const std::vector<Json> marks, marks_of(dead_letter_topic_of(pipeline, stream)));
    std::map<std::string, std::int64_t> open;
    for (const Json& mark : marks) {
        const std::string run(mark.string_or("run", ""));
        if (mark.string_or("status", "") == to_string(LetterStatus::replaying)) {
            open[run] = mark.integer_or("topic_end", 0);
        } else {
            open.erase(run);
        }
    }
    return open;
}

std::vector<LetterGroup> DeadLetters::by_cause(const std::vector<KeptLetter>& letters) {
    std::map<std::vector<std::string>, LetterGroup> groups;
    for (const KeptLetter& letter : letters) {
        LetterGroup& group = groups[{letter.pipeline, letter.stream, letter.code, letter.cause}];
        if (group.letter_count == 0) {
            group = {letter.pipeline, letter.stream, letter.code, letter.cause, 0, 0, letter.first_us, 0, letter.id};
        }
        group.letter_count += 1;
        group.attempt_count += letter.attempt_count;
        group.first_us = std::min(group.first_us, letter.first_us);
        group.last_us = std::max(group.last_us, letter.last_us);
    }
    std::vector<LetterGroup> out;
    out.reserve(groups.size());
    for (auto& [key, group] : groups) {
        out.push_back(std::move(group));
    }
    std::stable_sort(out.begin(), out.end(), [](const LetterGroup& a, const LetterGroup& b) {
        return a.letter_count > b.letter_count;
    });
    return out;
}

}  // namespace levada
