#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

/// Where a cursor's states go: numbered by the source, one message per call, in order with the records before it.
class StateSink {
public:
    virtual ~StateSink() = default;
    /// Emits `state` as the stream's newest. Errors: those of the output.
    virtual Result<void> emit_state(std::string_view stream, const Json& state) = 0;
};

/// A StateSink that drops everything: parent streams, checks.
class NullStateSink final : public StateSink {
public:
    Result<void> emit_state(std::string_view stream, const Json& state) override;
};

/// Slices a stream by what was already read, and remembers what is read now.
/// Source: streams/concurrent/cursor.py, incremental/concurrent_partition_cursor.py. Not thread-safe.
class Cursor : public StreamSlicer {
public:
    /// The state to store now.
    virtual Result<Json> state() const = 0;
    /// A record (JSON text) of `slice` was emitted. Called once per record: the hot path.
    virtual Result<void> observe(std::string_view record, const StreamSlice& slice) = 0;
    /// `slice` was read to its end; emits state when there is news. Errors: of the sink, or as the CDK raises.
    virtual Result<void> close_slice(const StreamSlice& slice) = 0;
    /// Called once at the end of a stream that did not fail.
    virtual Result<void> ensure_at_least_one_state_emitted() = 0;
    /// Slices of one key share a place in state(): after one of them failed it does not move over a later one, which is
    /// read again with it.
    virtual std::string progress_key(const StreamSlice& /*slice*/) const { return {}; }
    /// Client-side incremental: false for records that the state or the bounds exclude.
    virtual Result<bool> should_be_synced(std::string_view record, const StreamSlice* slice) = 0;
    /// The rest of `slice` after a pagination reset (SPLIT_USING_CURSOR). Errors: unsupported.
    virtual Result<StreamSlice> reduce_slice_range(const StreamSlice& slice);
    /// A cursor of the same bounds that has seen nothing and emits nothing, for reduce_slice_range() while one slice is
    /// read; null for cursors that cannot. Source: ConcurrentCursor.copy_without_state.
    virtual std::shared_ptr<Cursor> copy_without_state() const { return nullptr; }
    /// Smaller windows that together are `slice`; empty when it can't be split. Errors: unsupported.
    virtual Result<std::vector<StreamSlice>> split_request_window(const StreamSlice& slice,
                                                                  const std::optional<std::string>& window_min);
    /// Microseconds since 1970 of the cursor in `state` (StateDelegatingStream's retention check); nullopt if unknown.
    virtual Result<std::optional<std::int64_t>> cursor_time_of_state(const Json& state) const;
    /// The field that the catalog names as default cursor; empty when there is none.
    virtual std::string cursor_field() const { return {}; }
};

/// The cursor of streams without incremental_sync: one slice, one final state {"__ab_no_cursor_state_message": true}.
std::shared_ptr<Cursor> make_final_state_cursor(std::string stream, StateSink& sink);

/// Options of a partition router and of a cursor for the same request; the cursor's win where both set a key.
/// Either may be null. Source: request_options/per_partition_request_option_provider.py.
std::shared_ptr<RequestOptionsProvider> merge_slice_options(std::shared_ptr<const RequestOptionsProvider> router,
                                                            std::shared_ptr<const RequestOptionsProvider> cursor);

/// What a cursor is made from, besides its own fields. Borrows `sink`.
struct CursorInputs {
    std::string stream;
    /// Null when the stream has none.
    std::shared_ptr<PartitionRouter> router;
    /// The stream's input state after migrations; an empty object when none was given.
    Json state;
    StateSink* sink = nullptr;
};

/// An `incremental_sync` component: makes the cursor and the options it adds to requests.
/// Source: model_to_component_factory.py, create_concurrent_cursor_from_* .
class IncrementalSync {
public:
    virtual ~IncrementalSync() = default;
    /// A cursor for one read: with a router a per-partition cursor. Errors: invalid_config, traced.
    virtual Result<std::shared_ptr<Cursor>> make_cursor(const CursorInputs& inputs) const = 0;
    /// start_time_option, end_time_option and the like. Never null.
    virtual std::shared_ptr<RequestOptionsProvider> request_options() const = 0;
    virtual std::string cursor_field() const = 0;                      ///< the record field that moves on
    virtual bool is_data_feed() const { return false; }                ///< newest first: stop at the first old record
    virtual bool is_client_side_incremental() const { return false; }  ///< old records are dropped here
};

std::vector<ComponentSpec<IncrementalSync>> specs_of_cursors();
template <>
struct FamilyOf<IncrementalSync> {
    static constexpr std::string_view kName = "incremental sync";
    static std::vector<ComponentSpec<IncrementalSync>> specs() { return specs_of_cursors(); }
};

/// Brings an input state of an older shape to the shape the cursor knows. Source: migrations/state_migration.py.
class StateMigration {
public:
    virtual ~StateMigration() = default;
    virtual bool should_migrate(const Json& state) const = 0;  ///< whether `state` has the older shape
    /// Errors: invalid_data.
    virtual Result<Json> migrate(Json state) const = 0;
};

std::vector<ComponentSpec<StateMigration>> specs_of_state_migrations();
template <>
struct FamilyOf<StateMigration> {
    static constexpr std::string_view kName = "state migration";
    static std::vector<ComponentSpec<StateMigration>> specs() { return specs_of_state_migrations(); }
};

}  // namespace levada::airbyte
