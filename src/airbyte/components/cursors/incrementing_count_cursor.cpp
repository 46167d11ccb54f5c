#include "datetime_progress.h"
#include "slice_options.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/record.h"
#include "levada/base/text.h"

namespace levada::airbyte {

namespace {

/// Names of a slice's edges where the cursor gives none. Source: AbstractStreamStateConverter.
constexpr std::string_view kStart = "start";
constexpr std::string_view kEnd = "end";
constexpr std::string_view kMostRecent = "most_recent_cursor_value";

/// Counts compare as numbers only; Python refuses to compare a text with the number that a stream starts from.
Result<double> number_of(const Json& value) {
    if (value.is_boolean()) {
        return value.as_boolean() ? 1.0 : 0.0;
    }
    if (!value.is_number()) {
        return Error(ErrorCode::invalid_data, "cursor value " + value.dump() + " is no number");
    }
    return value.as_double();
}

bool is_less(const Json& a, const Json& b) {
    return a.is_integer() && b.is_integer() ? a.as_integer() < b.as_integer() : a.as_double() < b.as_double();
}

const Json& higher_of(const Json& a, const Json& b) {
    return is_less(a, b) ? b : a;
}

struct CountInterval {
    Json start;
    Json end;
    Json most_recent;  // Null: no record was seen.
};

Result<Json> count_in(const Json& slice, std::string_view name) {
    const Json* value = slice.find(name);
    if (value == nullptr) {
        return Error(ErrorCode::invalid_data, "state: a slice has no \"" + std::string(name) + "\"");
    }
    LEVADA_CHECK(number_of(*value));
    return *value;
}

class OneCount final : public SliceSequence {
public:
    explicit OneCount(std::vector<StreamSlice> slices) : slices_(std::move(slices)) {}
    Result<std::optional<StreamSlice>> next() override {
        return at_ < slices_.size() ? std::optional<StreamSlice>(std::move(slices_[at_++])) : std::nullopt;
    }

private:
    std::vector<StreamSlice> slices_;
    std::size_t at_ = 0;
};

/// The cursor of a stream whose records are numbered: one slice from the highest number read on.
class CountCursor final : public Cursor {
public:
    CountCursor(std::string field, std::int64_t start, const CursorInputs& inputs)
        : field_(std::move(field)), start_(start), stream_(inputs.stream), sink_(*inputs.sink) {}

    Result<void> set_state(const Json& state) {
        if (has_slices_shape(state)) {
            return set_slices(state);
        }
        sync_start_ = start_;
        const Json* value = state.find(field_);
        if (value != nullptr && python_truth(*value)) {
            LEVADA_CHECK(number_of(*value));
            sync_start_ = higher_of(*value, start_);
        }
        intervals_.push_back({start_, sync_start_, sync_start_});
        legacy_ = state.is_object() ? state : Json::object();
        return ok();
    }

    Result<std::unique_ptr<SliceSequence>> slices() override {
        merge();
        if (intervals_.empty()) {
            return Error(ErrorCode::invalid_data, "state: expected at least one slice");
        }
        std::vector<StreamSlice> slices;
        if (is_less(start_, intervals_.front().start)) {
            LEVADA_CHECK(add_slice(slices, start_, intervals_.front().start));
        }
        for (std::size_t i = 0; i + 1 < intervals_.size(); ++i) {
            LEVADA_CHECK(add_slice(slices, intervals_[i].end, intervals_[i + 1].start));
        }
        LEVADA_CHECK(add_slice(slices, intervals_.back().end, std::numeric_limits<double>::infinity()));
        return std::make_unique<OneCount>(std::move(slices));
    }

    Result<Json> state() const override {
        if (intervals_.empty()) {
            return Error(ErrorCode::invalid_data, "state: expected at least one slice but there were none");
        }
        const CountInterval& first = intervals_.front();
        Json state = legacy_;
        state.set(field_, python_truth(first.most_recent) ? first.most_recent : first.start);
        return state;
    }

    Result<void> observe(std::string_view record, const StreamSlice& /*slice*/) override {
        const std::optional<std::string_view> raw = raw_field(record, field_);
        if (!raw || *raw == "null" || *raw == newest_text_) {
            return ok();
        }
        LEVADA_TRY(Json value, parse_json(*raw));
        LEVADA_TRY(const bool is_newer, is_newer_than_newest(value));
        if (is_newer) {
            newest_ = std::move(value);
            newest_text_ = *raw;
        }
        return ok();
    }

    Result<void> close_slice(const StreamSlice& /*slice*/) override {
        const Json newest = std::exchange(newest_, Json());
        newest_text_.clear();
        const bool is_first = !std::exchange(has_closed_slice_, true);
        if (!python_truth(newest)) {
            return ok();
        }
        if (!is_first) {
            return Error(ErrorCode::invalid_data, "a cursor without window edges expects one slice only");
        }
        if (newest.is_string()) {
            has_text_ = true;
            return text_error();
        }
        intervals_.push_back({sync_start_, newest, newest});
        merge();
        return ensure_at_least_one_state_emitted();
    }

    Result<void> ensure_at_least_one_state_emitted() override {
        if (has_text_) {
            return text_error();
        }
        LEVADA_TRY(const Json newest, state());
        return sink_.emit_state(stream_, newest);
    }

    Result<bool> should_be_synced(std::string_view record, const StreamSlice* /*slice*/) override {
        const std::optional<std::string_view> raw = raw_field(record, field_);
        if (!raw || *raw == "null") {
            return true;
        }
        LEVADA_TRY(const Json value, parse_json(*raw));
        LEVADA_CHECK(number_of(value));
        return !is_less(value, sync_start_);
    }

    std::string cursor_field() const override { return field_; }

private:
    static Error text_error() {
        return Error(ErrorCode::invalid_data, "a cursor value that is a text cannot be compared with a number");
    }

    /// Texts compare with one another: only at the end of the slice are they compared with the start, a number.
    Result<bool> is_newer_than_newest(const Json& value) const {
        if (value.is_string() && (newest_.is_null() || newest_.is_string())) {
            return newest_.is_null() || newest_.as_string() < value.as_string();
        }
        LEVADA_CHECK(number_of(value));
        if (newest_.is_string()) {
            return text_error();
        }
        return newest_.is_null() || is_less(newest_, value);
    }

    Result<void> set_slices(const Json& state) {
        const Json* slices = state.find("slices");
        for (std::size_t i = 0; slices != nullptr && i < slices->size(); ++i) {
            const Json& slice = slices->as_array()[i];
            CountInterval interval;
            LEVADA_TRY(interval.start, count_in(slice, kStart));
            LEVADA_TRY(interval.end, count_in(slice, kEnd));
            if (slice.contains(kMostRecent)) {
                LEVADA_TRY(interval.most_recent, count_in(slice, kMostRecent));
            }
            intervals_.push_back(std::move(interval));
        }
        sync_start_ = start_;
        if (!intervals_.empty()) {
            const CountInterval& first = intervals_.front();
            const Json& reached = first.most_recent.is_null() ? first.end : first.most_recent;
            sync_start_ = python_truth(reached) ? reached : start_;
        }
        return ok();
    }

    Result<void> add_slice(std::vector<StreamSlice>& out, const Json& lower, const Json& upper) const {
        const bool is_below_start = python_truth(start_) && is_less(upper, start_);
        if (!is_less(lower, upper) || is_below_start) {
            return ok();
        }
        const Json& from = python_truth(start_) ? higher_of(lower, start_) : lower;
        if (!is_less(from, upper)) {
            return ok();
        }
        LEVADA_TRY(StreamSlice slice,
                   StreamSlice::make(Json::object(), Json::object({{kStart, from}, {kEnd, upper}}), Json::object()));
        out.push_back(std::move(slice));
        return ok();
    }

    void merge() {
        std::stable_sort(intervals_.begin(), intervals_.end(), [](const CountInterval& a, const CountInterval& b) {
            return is_less(a.start, b.start) || (!is_less(b.start, a.start) && is_less(a.end, b.end));
        });
        std::vector<CountInterval> merged;
        for (CountInterval& interval : intervals_) {
            if (merged.empty() || merged.back().end.as_double() + 1 < interval.start.as_double()) {
                merged.push_back(std::move(interval));
                continue;
            }
            CountInterval& last = merged.back();
            last.end = higher_of(last.end, interval.end);
            const bool has_both = python_truth(last.most_recent) && python_truth(interval.most_recent);
            if (has_both) {
                last.most_recent = higher_of(interval.most_recent, last.most_recent);
            } else if (python_truth(interval.most_recent)) {
                last.most_recent = interval.most_recent;
            }
        }
        intervals_ = std::move(merged);
    }

    std::string field_;
    Json start_;
    Json sync_start_;
    std::string stream_;
    StateSink& sink_;
    std::vector<CountInterval> intervals_;
    Json legacy_ = Json::object();
    Json newest_;
    std::string newest_text_;
    bool has_closed_slice_ = false;
    bool has_text_ = false;  // The state holds a text, which no state can be made of.
};

/// Reads on from the highest number that was read.
class IncrementingCountCursor final : public IncrementalSync {
public:
    IncrementingCountCursor(std::string field, std::int64_t start, std::shared_ptr<RequestOptionsProvider> options)
        : field_(std::move(field)), start_(start), options_(std::move(options)) {}

    Result<std::shared_ptr<Cursor>> make_cursor(const CursorInputs& inputs) const override {
        if (inputs.router != nullptr && !inputs.router->is_single()) {
            return Error(ErrorCode::invalid_data,
                         "a partition_router and an IncrementingCountCursor can't be used together")
                .with("stream", inputs.stream);
        }
        auto cursor = std::make_shared<CountCursor>(field_, start_, inputs);
        LEVADA_CHECK(cursor->set_state(inputs.state));
        return std::shared_ptr<Cursor>(std::move(cursor));
    }

    std::shared_ptr<RequestOptionsProvider> request_options() const override { return options_; }
    std::string cursor_field() const override { return field_; }

private:
    std::string field_;
    std::int64_t start_;
    std::shared_ptr<RequestOptionsProvider> options_;
};

/// int(start_value): the text is a template. Errors: invalid_data.
Result<std::int64_t> start_of(const FieldValues& fields) {
    if (!fields.has("start_value")) {
        return std::int64_t{0};
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("start_value"));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    if (value.is_integer()) {
        return value.as_integer();
    }
    if (value.is_number()) {
        return static_cast<std::int64_t>(value.as_double());
    }
    const std::optional<std::int64_t> parsed =
        value.is_string() ? parse_int64(trim(value.as_string())) : std::optional<std::int64_t>();
    if (!parsed) {
        return fields.error("start_value", "wanted an integer, found " + python_repr(value));
    }
    return *parsed;
}

Result<std::shared_ptr<IncrementalSync>> make_incrementing_count_cursor(const FieldValues& fields) {
    LEVADA_TRY(const std::int64_t start, start_of(fields));
    LEVADA_TRY(std::string field, cursor_field_name(fields));
    LEVADA_TRY(WindowOptions option, WindowOptions::of_cursor(fields, "start_value_option"));
    option.slice_field = kStart;
    std::vector<WindowOptions> options;
    options.push_back(std::move(option));
    return std::make_shared<IncrementingCountCursor>(std::move(field), start, make_window_options(std::move(options)));
}

}  // namespace

ComponentSpec<IncrementalSync> spec_incrementing_count_cursor() {
    return {
        .type = "IncrementingCountCursor",
        .summary = "Reads on from the highest number that was read.",
        .fields =
            {
                text_field("cursor_field").required().doc("Top-level field of a record that holds its number."),
                Field("start_value", JsonTypes::text | JsonTypes::integer).doc("The first number asked for; 0."),
                component_field("start_value_option").of({"RequestOption"}).doc("Where the number is sent."),
                boolean_field("allow_catalog_defined_cursor_field").doc("The catalog may name another cursor field."),
            },
        .example = "type: IncrementingCountCursor\ncursor_field: id\nstart_value: 0\n",
        .make = make_incrementing_count_cursor,
    };
}

}  // namespace levada::airbyte
