#include "run/replay_messages.h"

#include "run/connector.h"
#include "run/replay_cuts.h"

namespace levada::app {

Result<void> ReplayMessages::records(const airbyte::RecordBatchView& batch) {
    const std::string page = batch.raw_object.empty() ? place_() : std::string(batch.raw_object);
    if (is_behind(page, last_page_)) {
        has_ended_ = true;
        return Error(ErrorCode::cancelled, "the next run read it again")
            .with(airbyte::kStreamOverFact, std::string(batch.stream));
    }
    if (batch.slice != slice_) {
        slice_ = batch.slice;
        writer_.open_slice();
    }
    said_.record_count += static_cast<std::int64_t>(batch.records.size());
    return writer_.add(batch.records, page);
}

Result<void> ReplayMessages::take_back(std::string_view /*stream*/, std::int64_t slice) {
    if (slice == slice_) {
        LEVADA_TRY(const std::int64_t count, writer_.take_back());
        said_.taken_back_count += count;
    }
    return ok();
}

Result<void> ReplayMessages::state(std::string_view /*stream*/, const Json& state, std::int64_t /*record_count*/) {
    if (!has_ended_) {
        said_.state = state;
    }
    return ok();
}

Result<void> ReplayMessages::status(std::string_view /*stream*/, airbyte::StreamStatus status) {
    said_.is_complete = status == airbyte::StreamStatus::complete;
    return ok();
}

Result<void> ReplayMessages::error(const airbyte::ErrorTrace& trace) {
    said_.error = trace.message;
    return ok();
}

Result<void> ReplayMessages::log(airbyte::LogLevel level, std::string_view text) {
    log_.write(log_level_of(level), text, {});
    return ok();
}

}  // namespace levada::app
