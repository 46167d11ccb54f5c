#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

/// Counts the records between states and passes states on.
class CountingStateSink final : public StateSink {
public:
    explicit CountingStateSink(MessageSink& messages) : messages_(messages) {}
    Result<void> emit_state(std::string_view stream, const Json& state) override;
    void count(std::string_view stream, std::int64_t records);
    /// Why a state could not be passed on: nothing more can be read.
    const std::optional<Error>& failure() const { return failure_; }

private:
    MessageSink& messages_;
    std::optional<Error> failure_;
    std::map<std::string, std::int64_t, std::less<>> counts_;
};

/// The trace of an error; `stream` empty for the whole sync.
ErrorTrace trace_of(const Error& error, std::string stream);

/// Reads streams one after another, slice by slice, page by page.
/// Source: airbyte-cdk 7.39.1, sources/concurrent_source.
class ReadLoop {
public:
    /// Borrows both. `limits`: of a test read.
    ReadLoop(MessageSink& messages, CountingStateSink& states, std::optional<ReadLimits> limits = std::nullopt)
        : messages_(messages), states_(states), limits_(std::move(limits)) {}

    /// Errors: what ends the whole sync. A stream's own failure is reported and remembered.
    Result<void> read(Stream& stream);
    const ReadOutcome& outcome() const { return outcome_; }

private:
    Result<void> read_slices(Stream& stream);
    Result<void> read_slice(Stream& stream, const StreamSlice& slice);
    Result<void> emit(Stream& stream, const RecordPage& page, const StreamSlice& slice);
    Result<void> fail(const Stream& stream, const Error& error);
    Result<void> settle(Stream& stream, const StreamSlice& slice, bool is_read);
    Result<void> end_early(const Stream& stream, const Error& why);

    MessageSink& messages_;
    CountingStateSink& states_;
    std::optional<ReadLimits> limits_;
    ReadOutcome outcome_;
    std::int64_t record_count_ = 0;
    std::int64_t slice_ = 0;             // number of the slice that is being read
    std::optional<std::string> failed_;  // Cursor::progress_key() of the newest slice that failed
    bool has_failed_ = false;
    std::optional<Error> fatal_;
    std::optional<Error> over_;  // of the stream that is being read
};

}  // namespace levada::airbyte
