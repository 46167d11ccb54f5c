#include "run/stoppable_messages.h"

namespace levada::app {
Status StoppableMessages::go_on() const {
    if (stop_.is_given_up()) {
        return stop_.ending();
    }
    return stop_.is_over() ? Status(Error(ErrorCode::cancelled, "the run was told to stop")) : ok();
}

Status StoppableMessages::kept(Status done) {
    const bool is_ours = done || done.error().code() == ErrorCode::cancelled;
    if (!is_ours) {
        stop_.give_up(done.error().to_string());
    }
    return done;
}

Result<void> StoppableMessages::records(const airbyte::RecordBatchView& batch) {
    LEVADA_CHECK(kept(next_.records(batch)));
    return go_on();
}

Result<void> StoppableMessages::state(std::string_view stream, const Json& state, std::int64_t record_count) {
    LEVADA_CHECK(kept(next_.state(stream, state, record_count)));
    return go_on();
}

Result<void> StoppableMessages::take_back(std::string_view stream, std::int64_t slice) {
    return kept(next_.take_back(stream, slice));
}

Result<void> StoppableMessages::status(std::string_view stream, airbyte::StreamStatus status) {
    LEVADA_CHECK(kept(next_.status(stream, status)));
    return status == airbyte::StreamStatus::started ? go_on() : ok();
}

Result<void> StoppableMessages::error(const airbyte::ErrorTrace& trace) {
    if (!stop_.is_over()) {
        return next_.error(trace);
    }
    // What only says that the run ends is no news.
    const bool is_news = !trace.internal_message.starts_with(to_string(ErrorCode::cancelled)) &&
                         (!stop_.is_given_up() || trace.message.find(RunStop::kEnds) == std::string::npos);
    if (is_news) {
        airbyte::ErrorTrace told = trace;
        told.failure_type = "transient_error";
        LEVADA_CHECK(next_.error(told));
    }
    return go_on();
}

Result<void> StoppableMessages::log_of(std::string_view stream, airbyte::LogLevel level, std::string_view text) {
    LEVADA_CHECK(next_.log_of(stream, level, text));
    return go_on();
}

}  // namespace levada::app
