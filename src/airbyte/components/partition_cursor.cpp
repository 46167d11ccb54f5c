#include "partition_cursor.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "levada/airbyte/components/python_json.h"

namespace levada::airbyte {

namespace {

constexpr std::int64_t kEmissionGapUs = 600 * kMicrosPerSecond;  // Source: _throttle_state_message.

std::int64_t elapsed_seconds(const Clock& clock, Monotonic since) {
    const auto elapsed = std::chrono::ceil<std::chrono::seconds>(clock.monotonic() - since).count();
    return std::max<std::int64_t>(1, elapsed);
}

Result<std::int64_t> lookback_of(const Json& state) {
    const Json* value = state.find("lookback_window");
    if (value == nullptr) {
        return std::int64_t{0};
    }
    if (!value->is_number()) {
        return Error(ErrorCode::invalid_data, "state: lookback_window is no number");
    }
    return value->is_integer() ? value->as_integer() : static_cast<std::int64_t>(value->as_double());
}

Result<const Json*> member_of(const Json& state, std::string_view name) {
    const Json* value = state.find(name);
    if (value == nullptr) {
        return Error(ErrorCode::invalid_data, "state: an entry of states has no \"" + std::string(name) + "\"");
    }
    return value;
}

}  // namespace

/// The windows of one partition after another. As the CDK does, it looks one partition and one window ahead: which
/// requests parents send before a failure, and what is lost by one, depends on it.
class PartitionCursor::Sequence final : public SliceSequence {
public:
    Sequence(PartitionCursor& cursor, std::unique_ptr<SliceSequence> partitions)
        : cursor_(cursor), partitions_(std::move(partitions)) {}

    Result<std::optional<StreamSlice>> next() override {
        if (!is_started_) {
            is_started_ = true;
            LEVADA_CHECK(fetch());
        }
        while (true) {
            if (window_) {
                return take_window();
            }
            if (!ahead_) {
                return std::optional<StreamSlice>();
            }
            const StreamSlice slice = std::move(*ahead_);
            const Json parent_state = std::move(ahead_parent_state_);
            LEVADA_CHECK(fetch());
            LEVADA_CHECK(enter(slice, parent_state));
        }
    }

private:
    Result<void> fetch() {
        ahead_.reset();
        LEVADA_TRY(ahead_, partitions_->next());
        if (ahead_) {
            LEVADA_TRY(ahead_parent_state_, cursor_.router_->parent_state());
        }
        return ok();
    }

    Result<void> enter(const StreamSlice& slice, const Json& parent_state) {
        LEVADA_TRY(Partition * partition, cursor_.begin_partition(slice, parent_state));
        if (partition == nullptr) {
            return ok();
        }
        LEVADA_TRY(const auto rule, cursor_.rule());
        LEVADA_TRY(DatetimeWindows windows, DatetimeWindows::make(rule, partition->progress));
        windows_.emplace(std::move(windows));
        slice_ = slice;
        LEVADA_TRY(window_, windows_->next());
        return ok();
    }

    Result<std::optional<StreamSlice>> take_window() {
        LEVADA_ASSERT(window_.has_value() && windows_.has_value());
        Json window = std::move(*window_);
        window_.reset();
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(slice_.partition(), std::move(window), slice_.extra_fields()));
        LEVADA_TRY(window_, windows_->next());
        Partition* partition = cursor_.table_.find(slice_.partition_key());
        if (partition != nullptr) {
            ++partition->open_count;
            partition->is_generation_done = !window_.has_value();
        }
        return std::optional<StreamSlice>(std::move(slice));
    }

    PartitionCursor& cursor_;
    std::unique_ptr<SliceSequence> partitions_;
    std::optional<StreamSlice> ahead_;
    Json ahead_parent_state_;
    StreamSlice slice_;
    std::optional<DatetimeWindows> windows_;
    std::optional<Json> window_;
    bool is_started_ = false;
};

PartitionCursor::PartitionCursor(Options options, const CursorInputs& inputs)
    : options_(std::move(options)),
      router_(inputs.router),
      stream_(inputs.stream),
      sink_(*inputs.sink),
      newest_(options_.field),
      use_global_cursor_(options_.use_global_cursor) {}

Result<std::shared_ptr<Cursor>> PartitionCursor::make(Options options, const CursorInputs& inputs) {
    std::shared_ptr<PartitionCursor> cursor(new PartitionCursor(std::move(options), inputs));
    LEVADA_CHECK(cursor->set_initial_state(inputs.state));
    return std::shared_ptr<Cursor>(std::move(cursor));
}

Result<std::shared_ptr<const DatetimeRule>> PartitionCursor::rule() const {
    if (rule_ == nullptr) {
        LEVADA_TRY(rule_, options_.rule());
    }
    return rule_;
}

Result<void> PartitionCursor::set_initial_state(const Json& state) {
    if (!state.is_object() || state.size() == 0) {
        return ok();
    }
    if (!state.contains("states") && !state.contains("state")) {
        LEVADA_CHECK(set_global_state(state));
    } else {
        const Json* use_global = state.find("use_global_cursor");
        use_global_cursor_ = use_global != nullptr && python_truth(*use_global);
        LEVADA_TRY(lookback_seconds_, lookback_of(state));
        const Json* states = state.find("states");
        for (std::size_t i = 0; states != nullptr && i < states->size(); ++i) {
            const Json& entry = states->as_array()[i];
            LEVADA_TRY(const Json* partition, member_of(entry, "partition"));
            LEVADA_TRY(const Json* cursor, member_of(entry, "cursor"));
            LEVADA_TRY(DatetimeProgress progress, progress_of(*cursor, 0));
            table_.add(sorted_json_text(*partition), std::move(progress));
            ++partition_count_;
        }
        if (const Json* global = state.find("state")) {
            LEVADA_CHECK(set_global_state(*global));
        }
    }
    const Json* parent_state = state.find("parent_state");
    if (parent_state != nullptr && python_truth(*parent_state)) {
        parent_state_ = *parent_state;
    }
    return ok();
}

Result<void> PartitionCursor::set_global_state(const Json& state) {
    const Json* value = state.find(options_.field->name);
    if (value == nullptr) {
        return ok();
    }
    LEVADA_TRY(const Moment time, options_.field->format.read(*value));
    newest_.reset(time);
    global_ = newest_.state();
    return ok();
}

Result<DatetimeProgress> PartitionCursor::progress_of(const Json& state, std::int64_t lookback_seconds) const {
    LEVADA_TRY(const auto shared_rule, rule());
    const Json* value = state.find(options_.field->name);
    if (lookback_seconds == 0 || value == nullptr || !python_truth(*value)) {
        return DatetimeProgress::from_state(*shared_rule, state);
    }
    LEVADA_TRY(const Moment time, options_.field->format.read(*value));
    LEVADA_TRY(const Moment lower, moved(time, IsoDuration{lookback_seconds * kMicrosPerSecond, 0, 0}, -1));
    Json earlier = state;
    // Printed and read again, because a format may be coarser than the lookback.
    earlier.set(options_.field->name, options_.field->format.print(lower));
    return DatetimeProgress::from_state(*shared_rule, earlier);
}

Result<DatetimeProgress> PartitionCursor::progress_of_new_partition() const {
    return global_ ? progress_of(*global_, lookback_seconds_) : progress_of(Json::object(), 0);
}

Result<std::unique_ptr<SliceSequence>> PartitionCursor::slices() {
    LEVADA_TRY(std::unique_ptr<SliceSequence> partitions, router_->slices());
    started_ = options_.clock->monotonic();
    return std::make_unique<Sequence>(*this, std::move(partitions));
}

Result<Partition*> PartitionCursor::begin_partition(const StreamSlice& slice, const Json& parent_state) {
    if (partition_count_ > kPartitionsWithStateMax) {
        use_global_cursor_ = true;
    }
    table_.make_room();
    std::string key = slice.partition_key();
    Partition* partition = table_.find(key);
    if (partition == nullptr) {
        LEVADA_TRY(DatetimeProgress progress, progress_of_new_partition());
        partition = &table_.add(std::move(key), std::move(progress));
        ++partition_count_;
    }
    if (std::exchange(partition->was_generated, true)) {
        return static_cast<Partition*>(nullptr);
    }
    partition->sequence = parents_.begin(parent_state);
    return partition;
}

Result<void> PartitionCursor::observe(std::string_view record, const StreamSlice& slice) {
    LEVADA_TRY(const std::optional<Moment> time, options_.field->of(record));
    if (time) {
        has_synced_data_ = true;
        newest_.observe(*time);
        open_.observe(slice, *time);
    }
    return ok();
}

Result<void> PartitionCursor::finish_partition(Partition& partition) {
    if (!use_global_cursor_) {
        LEVADA_TRY(const Moment latest, partition.progress.latest(*rule_));
        newest_.observe(latest);
    }
    parents_.end(std::exchange(partition.sequence, -1));
    return ok();
}

Result<void> PartitionCursor::close_slice(const StreamSlice& slice) {
    Partition* partition = table_.find(slice.partition_key());
    if (partition == nullptr) {
        return Error(ErrorCode::invalid_data, "cursor: a slice was closed whose partition is unknown");
    }
    --partition->open_count;
    const std::optional<Moment> newest = open_.take(slice);
    if (!use_global_cursor_) {
        LEVADA_CHECK(partition->progress.close(*rule_, slice, newest));
    }
    if (partition->is_generation_done && partition->open_count == 0) {
        LEVADA_CHECK(finish_partition(*partition));
    }
    if (std::optional<Json> finished = parents_.take_finished()) {
        parent_state_ = std::move(*finished);
    }
    return emit_state(Emission::throttled);
}

Result<void> PartitionCursor::emit_state(Emission emission) {
    if (emission == Emission::throttled) {
        const std::int64_t now_us = Moment::now(*options_.clock).utc_us;
        if (last_emission_us_ && now_us - *last_emission_us_ <= kEmissionGapUs) {
            return ok();
        }
        last_emission_us_ = now_us;
        if (use_global_cursor_ && !python_truth(parent_state_)) {
            return ok();
        }
    }
    LEVADA_TRY(const Json newest, state());
    return sink_.emit_state(stream_, newest);
}

Result<void> PartitionCursor::ensure_at_least_one_state_emitted() {
    bool is_all_closed = true;
    for (const Partition& partition : table_.all()) {
        is_all_closed = is_all_closed && partition.open_count == 0;
    }
    if (is_all_closed) {
        if (has_synced_data_) {
            global_ = newest_.state();
            lookback_seconds_ = started_ ? elapsed_seconds(*options_.clock, *started_) : 1;
        }
        LEVADA_TRY(parent_state_, router_->parent_state());
    }
    return emit_state(Emission::certain);
}

Result<Json> PartitionCursor::state() const {
    Json state = Json::object({{"use_global_cursor", use_global_cursor_}});
    if (!use_global_cursor_) {
        Json states = Json::array();
        for (Partition& partition : table_.all()) {
            LEVADA_TRY(Json cursor, partition.progress.state(*rule_));
            LEVADA_TRY(Json key, parse_json(partition.key));
            states.push_back(Json::object({{"partition", std::move(key)}, {"cursor", std::move(cursor)}}));
        }
        state.set("states", std::move(states));
    }
    if (global_) {
        state.set("state", *global_);
    }
    state.set("lookback_window", lookback_seconds_);
    if (!parent_state_.is_null()) {
        state.set("parent_state", parent_state_);
    }
    return state;
}

Result<const DatetimeProgress*> PartitionCursor::progress_for(const StreamSlice& slice) {
    Partition* partition = use_global_cursor_ ? nullptr : table_.find(slice.partition_key());
    if (partition != nullptr) {
        return &partition->progress;
    }
    if (!probe_) {
        LEVADA_TRY(DatetimeProgress progress, progress_of_new_partition());
        probe_ = std::move(progress);
    }
    return &*probe_;
}

Result<bool> PartitionCursor::should_be_synced(std::string_view record, const StreamSlice* slice) {
    if (slice == nullptr) {
        return Error(ErrorCode::invalid_data, "cursor: a record without its slice can't be filtered per partition");
    }
    LEVADA_TRY(const std::optional<Moment> time, options_.field->of(record));
    if (!time) {
        return true;
    }
    LEVADA_TRY(const auto shared_rule, rule());
    LEVADA_TRY(const DatetimeProgress* progress, progress_for(*slice));
    LEVADA_TRY(const Moment lowest, progress->lowest_to_sync(*shared_rule));
    LEVADA_TRY(const Moment end, end_.at(*shared_rule));
    return !(*time < lowest) && !(end < *time);
}

Result<StreamSlice> PartitionCursor::reduce_slice_range(const StreamSlice& slice) {
    LEVADA_TRY(const auto shared_rule, rule());
    return rest_of(*shared_rule, slice, open_);
}

std::shared_ptr<Cursor> PartitionCursor::copy_without_state() const {
    const Result<std::shared_ptr<const DatetimeRule>> shared_rule = rule();
    return shared_rule ? make_silent_cursor(*shared_rule) : nullptr;
}

Result<std::vector<StreamSlice>> PartitionCursor::split_request_window(const StreamSlice& slice,
                                                                       const std::optional<std::string>& window_min) {
    LEVADA_TRY(const auto shared_rule, rule());
    return split_window(*shared_rule, slice, window_min);
}

Result<std::optional<std::int64_t>> PartitionCursor::cursor_time_of_state(const Json& state) const {
    const Json* global = state.find("state");
    if (global == nullptr || !global->is_object() || global->size() == 0) {
        return std::optional<std::int64_t>();
    }
    return cursor_time_in(*options_.field, *global);
}

}  // namespace levada::airbyte
