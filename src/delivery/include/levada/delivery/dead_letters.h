#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/metadata.h"
#include "levada/ports/queue.h"

namespace levada {

/// What became of a dead letter.
enum class LetterStatus : std::uint8_t {
    open,       ///< nobody has dealt with it, or it failed again after that
    replaying,  ///< a replay began; it may have been cut off
    replayed,   ///< a replay brought it into its table
    discarded,  ///< somebody said that it is not wanted
};
std::string_view to_string(LetterStatus status);
std::optional<LetterStatus> parse_letter_status(std::string_view text);

/// A dead letter as it is kept: all failures of the same record of a stream (or of its pages, for the same cause) are
/// one letter.
struct KeptLetter {
    std::string id;  ///< 16 hexadecimal digits; the same record has the same
    std::string pipeline;
    std::string stream;
    std::string run;           ///< of the newest failure
    std::string batch_id;      ///< of the newest failure: run, stream, slice, sequence
    std::int64_t record = -1;  ///< place in the batch; -1: a page
    std::string code;
    std::string error;
    std::string cause;  ///< the error without what differs from record to record
    std::string connector;
    std::string raw_object;          ///< `key#offset` of the page in the raw zone; may be empty
    std::int64_t attempt_count = 0;  ///< failures in all
    std::int64_t first_us = 0;       ///< microseconds since 1970, of the first and the newest failure
    std::int64_t last_us = 0;
    std::uint64_t size_bytes = 0;  ///< of the record
    std::int64_t offset = 0;       ///< of the newest message in the stream's dead-letter topic
    LetterStatus status = LetterStatus::open;
    std::string by;   ///< who dealt with it
    std::string why;  ///< and why
    std::int64_t marked_us = 0;
    std::string replay_run;  ///< the run of its replay

    bool is_page() const { return record < 0; }
    Json to_json() const;
};

/// What is said of some letters of one stream.
struct LetterMark {
    LetterStatus status = LetterStatus::discarded;
    std::string by;
    std::string why;
    std::string run{};           ///< of a replay
    std::int64_t topic_end = 0;  ///< where the stream's topic ended when the replay began
};

/// Which letters.
struct LetterFilter {
    std::string pipeline{};
    std::string stream{};
    std::string id{};  ///< or its begin
    std::string code{};
    std::string cause{};  ///< a part of the error, letter case ignored
    std::string run{};
    std::optional<LetterStatus> status{};
    std::int64_t since_us = 0;  ///< newest failure
    std::int64_t until_us = INT64_MAX;

    bool is_match(const KeptLetter& letter) const;
};

/// Letters of one cause.
struct LetterGroup {
    std::string pipeline;
    std::string stream;
    std::string code;
    std::string cause;
    std::int64_t letter_count = 0;
    std::int64_t attempt_count = 0;
    std::int64_t first_us = 0;
    std::int64_t last_us = 0;
    std::string example_id;

    Json to_json() const;
};

/// The dead letters of all streams: messages in `<pipeline>.<stream>.dlq`, marks in Metadata's collection
/// "dead_letter_marks" (docs/formats/batch.md). A mark is added, never changed: who did what stays known. Thread-safe.
class DeadLetters {
public:
    /// Letters that are told apart at once; bodies are not held.
    static constexpr std::size_t kLettersMax = 200'000;

    /// Borrows the three. The queue may be one that can only be read.
    DeadLetters(Queue& queue, Metadata& metadata, const Clock& clock)
        : queue_(queue), metadata_(metadata), clock_(clock) {}

    /// By pipeline, stream and first failure. Errors: those of Queue::read(), Metadata::list(); unsupported (more than
    /// kLettersMax match: name a stream or a time).
    Result<std::vector<KeptLetter>> list(const LetterFilter& filter);
    /// The record's text; empty for a page. Errors: those of Queue::read(), corruption.
    Result<std::string> body(const KeptLetter& letter);
    /// Says it of all these letters at once (by stream). Errors: those of Metadata::put().
    Status mark(const std::vector<KeptLetter>& letters, const LetterMark& mark);
    /// Drops what was replayed or discarded, and has not failed since `oldest`, from a pipeline's dead-letter topics:
    /// whole segments of the queue, the oldest first, up to the first letter that is open or newer. Gives the bytes
    /// freed. Errors: as list(), Queue::apply_retention().
    Result<std::uint64_t> drop_settled(const std::string& pipeline, Instant oldest);
    /// The offset of the first message of a dead-letter topic that drop_settled() keeps. Errors: as list().
    Result<std::int64_t> first_kept(const std::string& topic, Instant oldest);
    /// The replays of a stream's letters that were cut off: run and where the topic ended when it began.
    /// Errors: those of Metadata::list().
    Result<std::map<std::string, std::int64_t>> cut_off_replays(const std::string& pipeline, const std::string& stream);

    /// The letters by cause, the most numerous first.
    static std::vector<LetterGroup> by_cause(const std::vector<KeptLetter>& letters);

private:
    Status read_topic(const std::string& topic, std::map<std::string, KeptLetter>& letters);
    Status apply_marks(const std::string& topic, std::map<std::string, KeptLetter>& letters);
    Result<std::vector<Json>> marks_of(const std::string& topic);

    Queue& queue_;
    Metadata& metadata_;
    const Clock& clock_;
};

/// An error's text without numbers and quoted texts, which differ from record to record.
std::string cause_of(std::string_view error);

}  // namespace levada
