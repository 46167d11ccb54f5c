#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/messages.h"

namespace levada::airbyte {

/// Takes text, whole lines at a time. Errors: unavailable (closed pipe, full disk).
class TextSink {
public:
    virtual ~TextSink() = default;
    /// Writes all of `text`, or fails.
    virtual Result<void> write(std::string_view text) = 0;
};

/// Writes protocol messages as JSON lines. Source: AirbyteProtocol v0; airbyte-cdk 7.39.1, entrypoint.py.
/// Top-level nulls of records are left out, as the CDK's serializer does. Not thread-safe.
class MessageWriter final : public MessageSink {
public:
    /// `now_ms`: milliseconds since 1970 for `emitted_at`. Borrows `out`; the destructor does not flush.
    MessageWriter(TextSink& out, std::function<std::int64_t()> now_ms);

    Result<void> records(const RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    /// Nothing: the protocol has no message for it.
    Result<void> take_back(std::string_view /*stream*/, std::int64_t /*slice*/) override { return ok(); }
    Result<void> status(std::string_view stream, StreamStatus status) override;
    Result<void> rate_limited(std::string_view stream) override;
    Result<void> error(const ErrorTrace& trace) override;
    Result<void> log(LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& config) override;
    void hide(std::vector<std::string> secrets) override;

    /// SPEC, CATALOG, CONNECTION_STATUS: `body` goes under `key`.
    Result<void> message(std::string_view type, std::string_view key, const Json& body);
    /// Hands over what is still buffered.
    Result<void> flush();

private:
    Result<void> line(const Json& message);
    std::string filtered(std::string_view text) const;
    void append_record(std::string_view record);

    TextSink& out_;
    std::function<std::int64_t()> now_ms_;
    std::string buffer_;
    std::vector<std::string> secrets_;
    std::set<std::string, std::less<>> ended_;
};

/// Appends `record` without its top-level nulls and without line breaks; NaN and the infinities, which JSON does not
/// have, as null.
void append_record_line(std::string& out, std::string_view record);

}  // namespace levada::airbyte
