#include "datetime_cursor.h"

#include <utility>

namespace levada::airbyte {

namespace {

class WindowSequence final : public SliceSequence {
public:
    explicit WindowSequence(DatetimeWindows windows) : windows_(std::move(windows)) {}

    Result<std::optional<StreamSlice>> next() override {
        LEVADA_TRY(std::optional<Json> window, windows_.next());
        if (!window) {
            return std::optional<StreamSlice>();
        }
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(Json::object(), std::move(*window), Json::object()));
        return std::optional<StreamSlice>(std::move(slice));
    }

private:
    DatetimeWindows windows_;
};

const Json* newest_of_slices(const Json& state) {
    const Json* slices = state.find("slices");
    if (slices == nullptr || !slices->is_array() || slices->size() == 0) {
        return nullptr;
    }
    const Json& first = slices->as_array().front();
    const Json* newest = first.find("most_recent_cursor_value");
    return newest != nullptr && !newest->is_null() ? newest : first.find("end");
}

}  // namespace

Result<Moment> CachedEnd::at(const DatetimeRule& rule) {
    const Moment now = Moment::now(*rule.clock);
    const bool is_fresh = end_ && now.utc_us >= evaluated_.utc_us && now.utc_us - evaluated_.utc_us < kMicrosPerSecond;
    if (!is_fresh) {
        LEVADA_TRY(end_, rule.end_now());
        evaluated_ = now;
    }
    return *end_;
}

std::optional<std::int64_t> cursor_time_in(const CursorField& field, const Json& state) {
    const Json* value = has_slices_shape(state) ? newest_of_slices(state) : state.find(field.name);
    if (value == nullptr || value->is_null()) {
        return std::nullopt;
    }
    const Result<Moment> moment = field.format.read(*value);
    return moment ? std::optional<std::int64_t>(moment->utc_us) : std::nullopt;
}

Result<std::shared_ptr<Cursor>> DatetimeCursor::make(std::shared_ptr<const DatetimeRule> rule,
                                                     const CursorInputs& inputs) {
    LEVADA_TRY(DatetimeProgress progress, DatetimeProgress::from_state(*rule, inputs.state));
    return std::shared_ptr<Cursor>(new DatetimeCursor(std::move(rule), std::move(progress), inputs));
}

Result<std::unique_ptr<SliceSequence>> DatetimeCursor::slices() {
    LEVADA_TRY(DatetimeWindows windows, DatetimeWindows::make(rule_, progress_));
    return std::make_unique<WindowSequence>(std::move(windows));
}

Result<Json> DatetimeCursor::state() const {
    return progress_.state(*rule_);
}

Result<void> DatetimeCursor::observe(std::string_view record, const StreamSlice& slice) {
    LEVADA_TRY(const std::optional<Moment> time, rule_->field->of(record));
    if (time) {
        open_.observe(slice, *time);
    }
    return ok();
}

Result<void> DatetimeCursor::close_slice(const StreamSlice& slice) {
    LEVADA_CHECK(progress_.close(*rule_, slice, open_.take(slice)));
    return emit();
}

Result<void> DatetimeCursor::ensure_at_least_one_state_emitted() {
    LEVADA_TRY(const Json newest, state());
    return sink_.emit_state(stream_, newest);
}

Result<bool> DatetimeCursor::should_be_synced(std::string_view record, const StreamSlice* /*slice*/) {
    LEVADA_TRY(const std::optional<Moment> time, rule_->field->of(record));
    if (!time) {
        return true;
    }
    if (!lowest_) {
        LEVADA_TRY(lowest_, progress_.lowest_to_sync(*rule_));
    }
    LEVADA_TRY(const Moment end, end_.at(*rule_));
    return !(*time < *lowest_) && !(end < *time);
}

Result<StreamSlice> DatetimeCursor::reduce_slice_range(const StreamSlice& slice) {
    return rest_of(*rule_, slice, open_);
}

std::shared_ptr<Cursor> DatetimeCursor::copy_without_state() const {
    return make_silent_cursor(rule_);
}

Result<std::vector<StreamSlice>> DatetimeCursor::split_request_window(const StreamSlice& slice,
                                                                      const std::optional<std::string>& window_min) {
    return split_window(*rule_, slice, window_min);
}

Result<std::optional<std::int64_t>> DatetimeCursor::cursor_time_of_state(const Json& state) const {
    return cursor_time_in(*rule_->field, state);
}

std::shared_ptr<Cursor> make_silent_cursor(std::shared_ptr<const DatetimeRule> rule) {
    static NullStateSink sink;
    Result<std::shared_ptr<Cursor>> cursor =
        DatetimeCursor::make(std::move(rule), {"", nullptr, Json::object(), &sink});
    LEVADA_ASSERT(cursor.has_value());  // An empty state can always be read.
    return std::move(cursor).value();
}

}  // namespace levada::airbyte
