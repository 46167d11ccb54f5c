#pragma once

#include "read_loop.h"
#include "stream_turns.h"

#include <memory>
#include <string>
#include <vector>

#include "levada/airbyte/connector.h"

namespace levada::airbyte {

/// What one stream says, on its way to where the source says it: logs get the stream's name. As thread-safe as `next`.
class StreamMessages final : public MessageSink {
public:
    /// Borrows `next`.
    StreamMessages(MessageSink& next, std::string stream) : next_(next), stream_(std::move(stream)) {}

    Result<void> records(const RecordBatchView& batch) override { return next_.records(batch); }
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override {
        return next_.state(stream, state, record_count);
    }
    Result<void> take_back(std::string_view stream, std::int64_t slice) override {
        return next_.take_back(stream, slice);
    }
    Result<void> status(std::string_view stream, StreamStatus status) override { return next_.status(stream, status); }
    Result<void> rate_limited(std::string_view stream) override { return next_.rate_limited(stream); }
    Result<void> error(const ErrorTrace& trace) override { return next_.error(trace); }
    Result<void> log(LogLevel level, std::string_view text) override { return next_.log_of(stream_, level, text); }
    Result<void> log_of(std::string_view stream, LogLevel level, std::string_view text) override {
        return next_.log_of(stream, level, text);
    }
    Result<void> config_changed(const Json& config) override { return next_.config_changed(config); }
    void hide(std::vector<std::string> secrets) override { next_.hide(std::move(secrets)); }

private:
    MessageSink& next_;
    std::string stream_;
};

/// One stream with all that only it uses, so that a thread of its own can read it.
struct StreamLane {
    /// Borrows `source`. The stream is built with `context` and `states` afterwards.
    StreamLane(SourceContext& source, std::string name)
        : messages(source.messages(), std::move(name)), context(source, messages), states(messages) {}

    StreamMessages messages;
    SourceContext context;
    CountingStateSink states;
    std::shared_ptr<Stream> stream;
};

/// Reads the streams of `lanes`, at most `streams_at_once` of them at the same time and each whole on one thread, in
/// the order in which `turns` lets them. A stream that was read is let go. Errors: the first that ends the whole sync:
/// what is being read then is read to its end, and no more begins.
Result<ReadOutcome> read_at_once(std::vector<std::shared_ptr<StreamLane>> lanes,
                                 StreamTurns turns,
                                 std::size_t streams_at_once);

}  // namespace levada::airbyte
