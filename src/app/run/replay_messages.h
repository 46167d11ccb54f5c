#pragma once

#include <functional>
#include <string>

#include "levada/airbyte/messages.h"
#include "levada/base/log.h"
#include "levada/delivery/batch_writer.h"

namespace levada::app {

/// Takes what a source says of one stream that is replayed: records go to a writer; the state, the end and the errors
/// are kept here, for the next run of the replay. Not thread-safe.
class ReplayMessages final : public airbyte::MessageSink {
public:
    /// Gives the place in the raw zone of the newest page: that of records whose page the source does not name.
    using Place = std::function<std::string()>;

    struct Said {
        Json state{};  ///< the newest; null when there was none
        bool is_complete = false;
        std::string error{};  ///< the newest
        std::int64_t record_count = 0;
        std::int64_t taken_back_count = 0;  ///< of these
    };

    /// Borrows `writer` and `log`. The stream ends before the first page behind `last_page`, if that is given, and no
    /// state counts after that.
    ReplayMessages(BatchWriter& writer, LogSink& log, Place place, std::string last_page = "")
        : writer_(writer), log_(log), place_(std::move(place)), last_page_(std::move(last_page)) {}

    Result<void> records(const airbyte::RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    Result<void> take_back(std::string_view stream, std::int64_t slice) override;
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override;
    Result<void> rate_limited(std::string_view /*stream*/) override { return ok(); }
    Result<void> error(const airbyte::ErrorTrace& trace) override;
    Result<void> log(airbyte::LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& /*config*/) override { return ok(); }
    void hide(std::vector<std::string> /*secrets*/) override {}

    const Said& said() const { return said_; }

private:
    BatchWriter& writer_;
    LogSink& log_;
    Place place_;
    std::string last_page_;
    bool has_ended_ = false;
    Said said_;
    std::int64_t slice_ = -1;
};

}  // namespace levada::app
