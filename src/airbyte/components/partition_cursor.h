#pragma once

#include "datetime_cursor.h"
#include "global_progress.h"
#include "partition_table.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace levada::airbyte {

/// A time cursor for each partition of a stream, or one for all of them when they are too many or the stream wants so.
/// State: {"use_global_cursor", "states": [{"partition", "cursor"}], "state", "lookback_window", "parent_state"}.
/// Memory: at most kPartitionsKeptMax partitions, about 300 bytes and the partition's key each.
/// Source: incremental/concurrent_partition_cursor.py, ConcurrentPerPartitionCursor.
class PartitionCursor final : public Cursor {
public:
    struct Options {
        std::shared_ptr<const CursorField> field;
        DatetimeRuleSource rule;
        bool use_global_cursor = false;
        const Clock* clock = nullptr;
    };

    /// Errors: invalid_data (a state that can't be read), those of the rule. Borrows inputs.sink.
    static Result<std::shared_ptr<Cursor>> make(Options options, const CursorInputs& inputs);

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
    std::string cursor_field() const override { return options_.field->name; }

private:
    std::string progress_key(const StreamSlice& slice) const override {
        return use_global_cursor_ ? std::string() : slice.partition_key();
    }
    class Sequence;
    enum class Emission : std::uint8_t { throttled, certain };

    PartitionCursor(Options options, const CursorInputs& inputs);
    Result<void> set_initial_state(const Json& state);
    Result<void> set_global_state(const Json& state);
    Result<DatetimeProgress> progress_of(const Json& state, std::int64_t lookback_seconds) const;
    Result<DatetimeProgress> progress_of_new_partition() const;
    Result<std::shared_ptr<const DatetimeRule>> rule() const;
    /// The partition of a slice of the router, about to be read; null when it was already given out.
    Result<Partition*> begin_partition(const StreamSlice& slice, const Json& parent_state);
    Result<void> finish_partition(Partition& partition);
    Result<void> emit_state(Emission emission);
    Result<const DatetimeProgress*> progress_for(const StreamSlice& slice);

    Options options_;
    std::shared_ptr<PartitionRouter> router_;
    std::string stream_;
    StateSink& sink_;
    mutable std::shared_ptr<const DatetimeRule> rule_;
    mutable PartitionTable table_;  // state() merges progress, which does not change what it says.
    ParentStateQueue parents_;
    Json parent_state_;           // Null: none was ever known.
    std::optional<Json> global_;  // {field: time} that new partitions start from.
    GlobalProgress newest_;
    OpenWindows open_;
    CachedEnd end_;
    std::optional<DatetimeProgress> probe_;  // Progress of a partition that has none of its own.
    std::int64_t lookback_seconds_ = 0;
    std::int64_t partition_count_ = 0;
    bool use_global_cursor_ = false;
    bool has_synced_data_ = false;
    std::optional<Monotonic> started_;
    std::optional<std::int64_t> last_emission_us_;
};

}  // namespace levada::airbyte
