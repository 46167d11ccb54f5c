#include "levada/delivery/messages.h"

#include <algorithm>
#include <array>
#include <optional>

#include "levada/base/text.h"

namespace levada {
namespace {

constexpr std::int64_t kVersion = 1;

// One header line while it is written.
class Header {
public:
    explicit Header(std::string_view type) { text_.append("{\"v\":1,\"type\":\"").append(type).append("\""); }

    Header& text(std::string_view key, std::string_view value) {
        start(key);
        append_json_string(text_, value);
        return *this;
    }
    Header& text_unless_empty(std::string_view key, std::string_view value) {
        return value.empty() ? *this : text(key, value);
    }
    Header& number_unless_negative(std::string_view key, std::int64_t value) {
        return value < 0 ? *this : number(key, value);
    }
    Header& number(std::string_view key, std::int64_t value) {
        start(key);
        text_.append(std::to_string(value));
        return *this;
    }
    std::string finish() { return text_ + "}"; }

private:
    void start(std::string_view key) { text_.append(",\"").append(key).append("\":"); }

    std::string text_;
};

std::string header_of(const StreamBegin& begin) {
    return Header("begin")
        .text("run", begin.run)
        .text("stream", begin.stream)
        .number("sync_id", begin.sync_id)
        .number("generation_id", begin.generation_id)
        .number("time_us", begin.time_us)
        .finish();
}

std::string header_of(const Retraction& retraction) {
    return Header("retraction")
        .text("run", retraction.run)
        .text("stream", retraction.stream)
        .number("slice", retraction.slice)
        .number("first_sequence", retraction.first_sequence)
        .number("first_record", retraction.first_record)
        .number("last_sequence", retraction.last_sequence)
        .number("count", retraction.count)
        .number("time_us", retraction.time_us)
        .finish();
}

std::string header_of(const Checkpoint& checkpoint) {
    return Header("checkpoint")
        .text("run", checkpoint.run)
        .text("stream", checkpoint.stream)
        .number("slice", checkpoint.slice)
        .number("count", checkpoint.count)
        .number("time_us", checkpoint.time_us)
        .text_unless_empty("raw", checkpoint.raw_object)
        .finish();
}

std::string header_of(const StreamEnd& end) {
    return Header("end")
        .text("run", end.run)
        .text("stream", end.stream)
        .number("slice", end.slice)
        .number("count", end.count)
        .number("time_us", end.time_us)
        .text("status", to_string(end.outcome))
        .finish();
}

std::string header_of(const DeadLetter& letter) {
    return Header("dead_letter")
        .text("run", letter.run)
        .text("stream", letter.stream)
        .text("batch", letter.batch_id)
        .number("record", letter.record)
        .text("code", letter.code)
        .number("attempt_count", letter.attempt_count)
        .number("time_us", letter.time_us)
        .text_unless_empty("raw", letter.raw_object)
        .text_unless_empty("connector", letter.connector)
        .finish();
}

std::string body_of(const StreamBegin& begin) {
    return begin.schema.is_null() ? std::string() : begin.schema.dump();
}
std::string body_of(const RecordBatch& batch) {
    return std::string(batch.records);
}
std::string body_of(const Retraction& /*retraction*/) {
    return {};
}
std::string body_of(const Checkpoint& checkpoint) {
    return checkpoint.state.dump();
}
std::string body_of(const StreamEnd& /*end*/) {
    return {};
}
std::string body_of(const DeadLetter& letter) {
    // The error is one line: the first line feed of the body ends it.
    std::string error = letter.error;
    for (char& c : error) {
        c = c == '\n' ? ' ' : c;
    }
    return error + "\n" + std::string(letter.body);
}

std::string header_of(const RecordBatch& batch) {
    return batch_header(batch);
}

// The header while it is read; remembers the first member that is missing or of another kind.
class Reader {
public:
    explicit Reader(const Json& header) : header_(header) {}

    std::string text(std::string_view key) {
        const Json* const value = header_.find(key);
        if (value == nullptr || !value->is_string()) {
            note(key);
            return {};
        }
        return value->as_string();
    }
    std::int64_t number(std::string_view key) {
        const Json* const value = header_.find(key);
        if (value == nullptr || !value->is_integer()) {
            note(key);
            return 0;
        }
        return value->as_integer();
    }
    std::int64_t optional_number(std::string_view key, std::int64_t otherwise) const {
        return header_.integer_or(key, otherwise);
    }
    std::string optional_text(std::string_view key) const { return std::string(header_.string_or(key, "")); }

    Result<DeliveryMessage> finish(DeliveryMessage message) const {
        if (!missing_.empty()) {
            return Error(ErrorCode::invalid_data, "the message's header lacks \"" + missing_ + "\"");
        }
        return message;
    }

private:
    void note(std::string_view key) {
        if (missing_.empty()) {
            missing_ = key;
        }
    }

    const Json& header_;
    std::string missing_;
};

Result<DeliveryMessage> decode_begin(Reader reader, std::string_view body) {
    StreamBegin begin{.run = reader.text("run"),
                      .stream = reader.text("stream"),
                      .sync_id = reader.number("sync_id"),
                      .generation_id = reader.number("generation_id"),
                      .time_us = reader.number("time_us")};
    if (!body.empty()) {
        LEVADA_TRY(begin.schema, parse_json(body));
    }
    return reader.finish(std::move(begin));
}

Result<DeliveryMessage> decode_batch(Reader reader, std::string_view body) {
    RecordBatch batch{.place = {.run = reader.text("run"),
                                .stream = reader.text("stream"),
                                .slice = reader.number("slice"),
                                .sequence = reader.number("sequence")},
                      .count = reader.number("count"),
                      .extracted_at_us = reader.number("extracted_at_us"),
                      .sync_id = reader.number("sync_id"),
                      .generation_id = reader.number("generation_id"),
                      .raw_object = reader.optional_text("raw"),
                      .pages = reader.optional_text("pages"),
                      .open_from = reader.optional_number("open_from", -1),
                      .records = body};
    return reader.finish(std::move(batch));
}

Result<DeliveryMessage> decode_retraction(Reader reader, std::string_view /*body*/) {
    Retraction retraction{.run = reader.text("run"),
                          .stream = reader.text("stream"),
                          .slice = reader.number("slice"),
                          .first_sequence = reader.number("first_sequence"),
                          .first_record = reader.number("first_record"),
                          .last_sequence = reader.number("last_sequence"),
                          .count = reader.number("count"),
                          .time_us = reader.number("time_us")};
    return reader.finish(std::move(retraction));
}

Result<DeliveryMessage> decode_checkpoint(Reader reader, std::string_view body) {
    Checkpoint checkpoint{.run = reader.text("run"),
                          .stream = reader.text("stream"),
                          .slice = reader.number("slice"),
                          .count = reader.number("count"),
                          .time_us = reader.number("time_us"),
                          .raw_object = reader.optional_text("raw")};
    LEVADA_TRY(checkpoint.state, parse_json(body));
    return reader.finish(std::move(checkpoint));
}

Result<DeliveryMessage> decode_end(Reader reader, std::string_view /*body*/) {
    StreamEnd end{.run = reader.text("run"),
                  .stream = reader.text("stream"),
                  .slice = reader.number("slice"),
                  .count = reader.number("count"),
                  .time_us = reader.number("time_us")};
    const std::string status = reader.text("status");
    if (status != to_string(StreamOutcome::complete) && status != to_string(StreamOutcome::incomplete)) {
        return Error(ErrorCode::invalid_data, "a stream's end has the status \"" + status + "\"");
    }
    end.outcome = status == to_string(StreamOutcome::complete) ? StreamOutcome::complete : StreamOutcome::incomplete;
    return reader.finish(std::move(end));
}

Result<DeliveryMessage> decode_dead_letter(Reader reader, std::string_view body) {
    const std::size_t line_end = std::min(body.find('\n'), body.size());
    DeadLetter letter{.run = reader.text("run"),
                      .stream = reader.text("stream"),
                      .batch_id = reader.text("batch"),
                      .record = reader.number("record"),
                      .code = reader.text("code"),
                      .error = std::string(body.substr(0, line_end)),
                      .attempt_count = reader.number("attempt_count"),
                      .time_us = reader.number("time_us"),
                      .raw_object = reader.optional_text("raw"),
                      .connector = reader.optional_text("connector"),
                      .body = body.substr(std::min(line_end + 1, body.size()))};
    return reader.finish(std::move(letter));
}

struct Decoder {
    std::string_view type;
    Result<DeliveryMessage> (*decode)(Reader, std::string_view);
};
constexpr std::array<Decoder, 6> kDecoders = {{{"begin", &decode_begin},
                                               {"batch", &decode_batch},
                                               {"retraction", &decode_retraction},
                                               {"checkpoint", &decode_checkpoint},
                                               {"end", &decode_end},
                                               {"dead_letter", &decode_dead_letter}}};

}  // namespace

std::string BatchPlace::id() const {
    return run + "/" + stream + "/" + std::to_string(slice) + "/" + std::to_string(sequence);
}

void RecordBatch::add_page(std::int64_t first, std::string_view place) {
    const std::size_t key_size = raw_object.rfind('#') + 1;  // 0 where there is none.
    const bool is_same_object = key_size > 0 && place.starts_with(std::string_view(raw_object).substr(0, key_size));
    pages.append(pages.empty() ? "" : ",").append(std::to_string(first)).append(":");
    pages.append(is_same_object ? place.substr(key_size) : place);
}

std::string RecordBatch::raw_object_of(std::int64_t record) const {
    std::string_view place = raw_object;
    std::string_view rest = pages;
    while (!rest.empty()) {
        const std::string_view page = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(page.size() + 1, rest.size()));
        const std::size_t colon = page.find(':');
        const std::optional<std::int64_t> first = parse_int64(page.substr(0, colon));
        if (colon == std::string_view::npos || !first.has_value() || *first > record) {
            break;
        }
        place = page.substr(colon + 1);
    }
    if (place.empty() || place.find('#') != std::string_view::npos) {
        return std::string(place);
    }
    return raw_object.substr(0, raw_object.rfind('#') + 1).append(place);
}

std::string_view to_string(StreamOutcome outcome) {
    return outcome == StreamOutcome::complete ? "complete" : "incomplete";
}

std::string topic_of(std::string_view pipeline, std::string_view stream) {
    return std::string(pipeline).append(".").append(stream);
}

std::string dead_letter_topic_of(std::string_view pipeline, std::string_view stream) {
    return topic_of(pipeline, stream).append(".dlq");
}

std::string batch_header(const RecordBatch& batch) {
    return Header("batch")
        .text("run", batch.place.run)
        .text("stream", batch.place.stream)
        .number("slice", batch.place.slice)
        .number("sequence", batch.place.sequence)
        .number("count", batch.count)
        .number("extracted_at_us", batch.extracted_at_us)
        .number("sync_id", batch.sync_id)
        .number("generation_id", batch.generation_id)
        .text_unless_empty("raw", batch.raw_object)
        .text_unless_empty("pages", batch.pages)
        .number_unless_negative("open_from", batch.open_from)
        .finish();
}

std::string encode(const DeliveryMessage& message) {
    return std::visit([](const auto& kind) { return header_of(kind) + "\n" + body_of(kind); }, message);
}

Result<DeliveryMessage> decode(std::string_view payload) {
    const std::size_t line_end = payload.find('\n');
    if (line_end == std::string_view::npos || !payload.starts_with('{')) {
        return Error(ErrorCode::invalid_data, "the message does not begin with a header line");
    }
    LEVADA_TRY(const Json header, parse_json(payload.substr(0, line_end)));
    if (header.integer_or("v", 0) != kVersion) {
        return Error(ErrorCode::unsupported, "the message has another version than 1; a newer levada wrote it");
    }
    const std::string_view type = header.string_or("type", "");
    for (const Decoder& decoder : kDecoders) {
        if (decoder.type == type) {
            return decoder.decode(Reader(header), payload.substr(line_end + 1));
        }
    }
    return Error(ErrorCode::unsupported, "the message is of the unknown type \"" + std::string(type) + "\"");
}

}  // namespace levada
