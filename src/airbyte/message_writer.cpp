#include "levada/airbyte/message_writer.h"

#include <algorithm>
#include <utility>

#include "levada/base/assert.h"

namespace levada::airbyte {

namespace {

/// Lines are handed over once this much is buffered.
constexpr std::size_t kBufferSizeBytes = std::size_t{256} << 10U;
constexpr std::string_view kHidden = "****";

std::string_view name_of(LogLevel level) {
    constexpr std::string_view kNames[] = {"FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"};
    return kNames[static_cast<std::size_t>(level)];
}

std::string_view name_of(StreamStatus status) {
    constexpr std::string_view kNames[] = {"STARTED", "RUNNING", "COMPLETE", "INCOMPLETE"};
    return kNames[static_cast<std::size_t>(status)];
}

Json descriptor(std::string_view stream) {
    return Json::object({{"name", Json(stream)}});
}

Json trace(std::string_view type, std::int64_t now_ms, std::string_view key, Json body) {
    return Json::object(
        {{"type", "TRACE"},
         {"trace", Json::object({{"type", Json(type)}, {"emitted_at", now_ms}, {key, std::move(body)}})}});
}

}  // namespace

MessageWriter::MessageWriter(TextSink& out, std::function<std::int64_t()> now_ms)
    : out_(out), now_ms_(std::move(now_ms)) {}

Result<void> MessageWriter::records(const RecordBatchView& batch) {
    std::string head = R"({"type":"RECORD","record":{"stream":)";
    append_json_string(head, batch.stream);
    head += R"(,"data":)";
    const std::string time = R"(,"emitted_at":)" + std::to_string(now_ms_());
    const std::string tail = time + "}}\n";
    LEVADA_ASSERT(batch.file_references.empty() || batch.file_references.size() == batch.records.size());
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
        buffer_ += head;
        append_record_line(buffer_, batch.records[i]);
        if (!batch.file_references.empty() && !batch.file_references[i].empty()) {
            buffer_ += time + R"(,"file_reference":)";
            buffer_ += batch.file_references[i];
            buffer_ += "}}\n";
        } else {
            buffer_ += tail;
        }
        if (buffer_.size() >= kBufferSizeBytes) {
            LEVADA_CHECK(flush());
        }
    }
    return {};
}

Result<void> MessageWriter::line(const Json& message) {
    message.dump_to(buffer_);
    buffer_ += '\n';
    return flush();
}

Result<void> MessageWriter::flush() {
    if (buffer_.empty()) {
        return {};
    }
    Result<void> written = out_.write(buffer_);
    buffer_.clear();
    return written;
}

std::string MessageWriter::filtered(std::string_view text) const {
    std::string made(text);
    for (const std::string& secret : secrets_) {
        for (std::size_t at = made.find(secret); at != std::string::npos; at = made.find(secret, at + kHidden.size())) {
            made.replace(at, secret.size(), kHidden);
        }
    }
    return made;
}

void MessageWriter::hide(std::vector<std::string> secrets) {
    for (std::string& secret : secrets) {
        if (!secret.empty()) {
            secrets_.push_back(std::move(secret));
        }
    }
    // A secret inside a longer one must not spoil it.
    std::sort(secrets_.begin(), secrets_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

Result<void> MessageWriter::state(std::string_view stream, const Json& state, std::int64_t record_count) {
    Json body =
        Json::object({{"type", "STREAM"},
                      {"stream", Json::object({{"stream_descriptor", descriptor(stream)}, {"stream_state", state}})},
                      {"sourceStats", Json::object({{"recordCount", static_cast<double>(record_count)}})}});
    return line(Json::object({{"type", "STATE"}, {"state", std::move(body)}}));
}

Result<void> MessageWriter::status(std::string_view stream, StreamStatus status) {
    if (status == StreamStatus::complete || status == StreamStatus::incomplete) {
        ended_.emplace(stream);
    }
    return line(trace("STREAM_STATUS",
                      now_ms_(),
                      "stream_status",
                      Json::object({{"stream_descriptor", descriptor(stream)}, {"status", Json(name_of(status))}})));
}

Result<void> MessageWriter::rate_limited(std::string_view stream) {
    if (ended_.contains(stream)) {
        return {};  // Read once more as a parent: its own outcome must stay its last status.
    }
    return line(trace("STREAM_STATUS",
                      now_ms_(),
                      "stream_status",
                      Json::object({{"stream_descriptor", descriptor(stream)},
                                    {"status", "RUNNING"},
                                    {"reasons", Json::array({Json::object({{"type", "RATE_LIMITED"}})})}})));
}

Result<void> MessageWriter::error(const ErrorTrace& trace_of) {
    Json body = Json::object({{"message", Json(filtered(trace_of.message))},
                              {"internal_message", Json(filtered(trace_of.internal_message))},
                              {"failure_type", Json(trace_of.failure_type)}});
    if (!trace_of.stream.empty()) {
        body.set("stream_descriptor", descriptor(trace_of.stream));
    }
    return line(trace("ERROR", now_ms_(), "error", std::move(body)));
}

Result<void> MessageWriter::log(LogLevel level, std::string_view text) {
    return line(
        Json::object({{"type", "LOG"},
                      {"log", Json::object({{"level", Json(name_of(level))}, {"message", Json(filtered(text))}})}}));
}

Result<void> MessageWriter::config_changed(const Json& config) {
    // As of records, the CDK's serializer leaves out top-level nulls.
    Json told = Json::object();
    for (const Json::Member& member : config.as_object()) {
        if (!member.value.is_null()) {
            told.set(member.key, member.value);
        }
    }
    return line(Json::object({{"type", "CONTROL"},
                              {"control",
                               Json::object({{"type", "CONNECTOR_CONFIG"},
                                             {"emitted_at", static_cast<double>(now_ms_())},
                                             {"connectorConfig", Json::object({{"config", std::move(told)}})}})}}));
}

Result<void> MessageWriter::message(std::string_view type, std::string_view key, const Json& body) {
    return line(Json::object({{"type", Json(type)}, {key, body}}));
}

}  // namespace levada::airbyte
