#pragma once

#include "datetime_windows.h"
#include "open_windows.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/cursor.h"

namespace levada::airbyte {

/// The end of the sync, evaluated at most once a second: it is asked for per record. Not thread-safe.
class CachedEnd {
public:
    /// Errors: invalid_data.
    Result<Moment> at(const DatetimeRule& rule);

private:
    std::optional<Moment> end_;
    Moment evaluated_;
};

/// Microseconds of the time in `state`, in either shape; nothing when there is none that can be read.
/// Source: ConcurrentCursor.get_cursor_datetime_from_state.
std::optional<std::int64_t> cursor_time_in(const CursorField& field, const Json& state);

/// The cursor of a stream without partitions that is cut into time windows. Emits its state after each window.
/// Source: streams/concurrent/cursor.py, ConcurrentCursor.
class DatetimeCursor final : public Cursor {
public:
    /// Errors: invalid_data (a state that can't be read). Borrows inputs.sink.
    static Result<std::shared_ptr<Cursor>> make(std::shared_ptr<const DatetimeRule> rule, const CursorInputs& inputs);

    Result<std::unique_ptr<SliceSequence>> slices() override;
    Result<Json> state() const override;
    Result<void> observe(std::string_view record, const StreamSlice& slice) override;
    Result<void> close_slice(const StreamSlice& slice) override;
    Result<void> ensure_at_least_one_state_emitted() override;
    Result<bool> should_be_synced(std::string_view record, const StreamSlice* slice) override;
    Result<StreamSlice> reduce_slice_range(const StreamSlice& slice) override;
    std::shared_ptr<Cursor> copy_without_state() const override;
    Result<std::vector<StreamSlice>> split_request_window(const StreamSlice& slice,
                                                          const std::optional<std::string>& window_min) override;
    Result<std::optional<std::int64_t>> cursor_time_of_state(const Json& state) const override;
    std::string cursor_field() const override { return rule_->field->name; }

private:
    DatetimeCursor(std::shared_ptr<const DatetimeRule> rule, DatetimeProgress progress, const CursorInputs& inputs)
        : rule_(std::move(rule)), progress_(std::move(progress)), stream_(inputs.stream), sink_(*inputs.sink) {}
    Result<void> emit() { return ensure_at_least_one_state_emitted(); }

    std::shared_ptr<const DatetimeRule> rule_;
    mutable DatetimeProgress progress_;  // state() merges it, which does not change what it says.
    std::string stream_;
    StateSink& sink_;
    OpenWindows open_;
    CachedEnd end_;
    std::optional<Moment> lowest_;
};

/// A cursor that has seen nothing and emits nothing.
std::shared_ptr<Cursor> make_silent_cursor(std::shared_ptr<const DatetimeRule> rule);

}  // namespace levada::airbyte
