#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Source: AirbyteProtocol, AirbyteLogMessage.level.
enum class LogLevel : std::uint8_t { fatal, error, warn, info, debug, trace };

/// Source: AirbyteProtocol, AirbyteStreamStatus.
enum class StreamStatus : std::uint8_t { started, running, complete, incomplete };

/// Records of one page of one stream, as JSON texts. Valid during the call only.
struct RecordBatchView {
    std::string_view stream;
    std::span<const std::string_view> records;
    /// The `file_reference` of each record, as JSON text or empty; none at all where no record has one.
    /// Source: AirbyteProtocol, AirbyteRecordMessageFileReference.
    std::span<const std::string_view> file_references{};
    /// `key#offset` of their response in the raw zone; empty when it is not known.
    std::string_view raw_object{};
    /// Number of the stream's slice in this read that they are of, from 0; -1 where the source does not tell.
    std::int64_t slice = -1;
};

/// What an API refused, where it was for the credentials.
enum class Refused : std::uint8_t { nothing, request, token_request };

/// One error trace. Source: AirbyteProtocol, AirbyteErrorTraceMessage.
struct ErrorTrace {
    /// Empty for the whole sync.
    std::string stream;
    std::string failure_type;
    std::string message;
    std::string internal_message;
    /// `key#offset` of the response that it is about; empty when there is none or it is not known.
    std::string raw_object{};
    Refused refused = Refused::nothing;
};

/// The fact of an error of MessageSink::records() that ends the stream which the records are of, and no other; its
/// message says why.
inline constexpr std::string_view kStreamOverFact = "stream_over";

/// Where a source puts what it has to say, in order. Errors: those of the output; the read then ends, or with the fact
/// kStreamOverFact the stream alone (a source that cannot do that ends the read). Not thread-safe,
/// unless it is given to a source that reads streams at once: then each stream's messages come in order on one thread,
/// those of several streams at the same time, and errors may name any stream.
class MessageSink {
public:
    virtual ~MessageSink() = default;
    virtual Result<void> records(const RecordBatchView& batch) = 0;  ///< borrows the batch for the call
    /// The newest state of `stream`; `record_count` = records since its previous state.
    virtual Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) = 0;
    /// No state of this read covers the records of this slice, the newest one: a read that goes on from one of them
    /// gives them again. Only a source that tells slices says so.
    virtual Result<void> take_back(std::string_view stream, std::int64_t slice) = 0;
    virtual Result<void> status(std::string_view stream, StreamStatus status) = 0;  ///< STREAM_STATUS
    /// STREAM_STATUS RUNNING with reason RATE_LIMITED.
    virtual Result<void> rate_limited(std::string_view stream) = 0;
    virtual Result<void> error(const ErrorTrace& trace) = 0;              ///< TRACE of type ERROR
    virtual Result<void> log(LogLevel level, std::string_view text) = 0;  ///< one line; no secrets
    /// log() of one stream, where the source knows it.
    virtual Result<void> log_of(std::string_view /*stream*/, LogLevel level, std::string_view text) {
        return log(level, text);
    }
    /// CONNECTOR_CONFIG: the config changed (single-use refresh tokens, migrations).
    virtual Result<void> config_changed(const Json& config) = 0;
    /// From now on these texts appear as **** in logs and errors.
    virtual void hide(std::vector<std::string> secrets) = 0;
};

}  // namespace levada::airbyte
