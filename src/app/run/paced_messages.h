#pragma once

#include "run/loading_beside.h"

#include "levada/airbyte/messages.h"

namespace levada::app {

/// Keeps a source from giving more than the tables take: after each page it waits until there is room for the next one.
/// As thread-safe as what it gives on to.
class PacedMessages final : public airbyte::MessageSink {
public:
    /// Borrows both.
    PacedMessages(airbyte::MessageSink& next, LoadingBeside& loading) : next_(next), loading_(loading) {}

    Result<void> records(const airbyte::RecordBatchView& batch) override {
        LEVADA_CHECK(next_.records(batch));
        return loading_.make_room(std::string(batch.stream));
    }
    /// Does not wait: what comes before a state may be loaded only once the state is there.
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override {
        return next_.state(stream, state, record_count);
    }
    Result<void> take_back(std::string_view stream, std::int64_t slice) override {
        return next_.take_back(stream, slice);
    }
    /// What a stream that has ended gave is loaded at once, however long others are still read.
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override {
        LEVADA_CHECK(next_.status(stream, status));
        if (status == airbyte::StreamStatus::complete || status == airbyte::StreamStatus::incomplete) {
            loading_.stream_ended(std::string(stream));
        }
        return ok();
    }
    Result<void> rate_limited(std::string_view stream) override { return next_.rate_limited(stream); }
    Result<void> error(const airbyte::ErrorTrace& trace) override { return next_.error(trace); }
    Result<void> log(airbyte::LogLevel level, std::string_view text) override { return next_.log(level, text); }
    Result<void> log_of(std::string_view stream, airbyte::LogLevel level, std::string_view text) override {
        return next_.log_of(stream, level, text);
    }
    Result<void> config_changed(const Json& config) override { return next_.config_changed(config); }
    void hide(std::vector<std::string> secrets) override { next_.hide(std::move(secrets)); }

private:
    airbyte::MessageSink& next_;
    LoadingBeside& loading_;
};

}  // namespace levada::app
