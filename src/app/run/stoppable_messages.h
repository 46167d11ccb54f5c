#pragma once

#include "run/run_stop.h"

#include "levada/airbyte/messages.h"

namespace levada::app {

/// Ends a read in order when the run is over: the next message fails with `cancelled`, what came before is kept. As
/// thread-safe as what it wraps.
class StoppableMessages final : public airbyte::MessageSink {
public:
    /// Borrows both. What cannot be kept gives the run up: no other stream could be kept either.
    StoppableMessages(airbyte::MessageSink& next, RunStop& stop) : next_(next), stop_(stop) {}

    Result<void> records(const airbyte::RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    Result<void> take_back(std::string_view stream, std::int64_t slice) override;
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override;
    Result<void> rate_limited(std::string_view stream) override { return next_.rate_limited(stream); }
    /// Once the run shall stop, what fails is not the API's fault: it is told as transient, and nothing else is tried.
    Result<void> error(const airbyte::ErrorTrace& trace) override;
    Result<void> log(airbyte::LogLevel level, std::string_view text) override { return next_.log(level, text); }
    /// Where a stream is read by a thread of its own, a retry that is only logged ends as well.
    Result<void> log_of(std::string_view stream, airbyte::LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& config) override { return next_.config_changed(config); }
    void hide(std::vector<std::string> secrets) override { next_.hide(std::move(secrets)); }

private:
    Status go_on() const;
    Status kept(Status done);

    airbyte::MessageSink& next_;
    RunStop& stop_;
};

}  // namespace levada::app
