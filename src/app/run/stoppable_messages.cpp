#include "run/stoppable_messages.h"

namespace levada::app {

Status StoppableMessages::go_on() const {
    return is_stopping_ ? Status(Error(ErrorCode::cancelled, "the run was told to stop")) : ok();
}

Result<void> StoppableMessages::records(const airbyte::RecordBatchView& batch) {
    LEVADA_CHECK(next_.records(batch));
    return go_on();
}

Result<void> StoppableMessages::state(std::string_view stream, const Json& state, std::int64_t record_count) {
    LEVADA_CHECK(next_.state(stream, state, record_count));
    return go_on();
}

Result<void> StoppableMessages::status(std::string_view stream, airbyte::StreamStatus status) {
    LEVADA_CHECK(next_.status(stream, status));
    return status == airbyte::StreamStatus::started ? go_on() : ok();
}

Result<void> StoppableMessages::error(const airbyte::ErrorTrace& trace) {
    if (!is_stopping_) {
        return next_.error(trace);
    }
    // What only says that the run ends is no news.
    if (!trace.internal_message.starts_with(to_string(ErrorCode::cancelled))) {
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
