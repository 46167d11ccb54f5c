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
    airbyte::ErrorTrace told = trace;
    if (is_stopping_) {
        told.failure_type = "transient_error";
    }
    return next_.error(told);
}

}  // namespace levada::app
