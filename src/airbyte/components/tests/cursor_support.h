#pragma once

#include "datetime_rule.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/cursor.h"
#include "levada/testing/manual_clock.h"

namespace levada::airbyte::testing {

inline Json json(std::string_view text) {
    return parse_json(text).value();
}

inline const char* const kDay = "%Y-%m-%d";

inline Moment day(std::string_view text) {
    return MomentFormat(kDay, {}).read_text(text).value();
}

inline std::string text_of(const Moment& moment) {
    return MomentFormat("%Y-%m-%dT%H:%M:%SZ", {}).print(moment);
}

/// A clock that stands at 2024-02-10.
inline levada::testing::ManualClock& fixed_clock() {
    static levada::testing::ManualClock clock(Instant(std::chrono::seconds(1'707'523'200)));
    return clock;
}

/// A rule over field "at" written as days, from 2024-01-01 to now (2024-02-10).
inline DatetimeRule day_rule() {
    DatetimeRule rule;
    rule.field = std::make_shared<const CursorField>(CursorField{"at", MomentFormat(kDay, {})});
    rule.start_name = "from";
    rule.end_name = "to";
    rule.start = day("2024-01-01");
    rule.clock = &fixed_clock();
    return rule;
}

inline std::optional<IsoDuration> duration(std::string_view text) {
    return parse_iso_duration(text);
}

/// Keeps the states it is given.
class RecordingSink final : public StateSink {
public:
    Result<void> emit_state(std::string_view /*stream*/, const Json& state) override {
        states.push_back(state);
        return ok();
    }
    std::string last() const { return states.empty() ? "" : states.back().dump(); }

    std::vector<Json> states;
};

/// Gives slices that were prepared, then fails if told so.
class ListedSlices final : public SliceSequence {
public:
    ListedSlices(std::vector<Json> partitions, bool fails) : partitions_(std::move(partitions)), fails_(fails) {}
    Result<std::optional<StreamSlice>> next() override {
        if (at_ == partitions_.size()) {
            return fails_ ? Result<std::optional<StreamSlice>>(Error(ErrorCode::unavailable, "parent failed"))
                          : Result<std::optional<StreamSlice>>(std::optional<StreamSlice>());
        }
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(partitions_[at_++], Json::object(), Json::object()));
        return std::optional<StreamSlice>(std::move(slice));
    }

private:
    std::vector<Json> partitions_;
    bool fails_;
    std::size_t at_ = 0;
};

/// A router of prepared partitions, whose parent state counts the slices given out.
class ListedRouter final : public PartitionRouter {
public:
    explicit ListedRouter(std::vector<Json> listed) : partitions(std::move(listed)) {}
    Result<std::unique_ptr<SliceSequence>> slices() override {
        return std::make_unique<ListedSlices>(partitions, fails);
    }
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }
    Result<Json> parent_state() override { return state; }

    std::vector<Json> partitions;
    Json state;
    bool fails = false;
};

/// The slices of a cursor or router; fails the test on an error.
inline std::vector<StreamSlice> drain(StreamSlicer& slicer) {
    std::vector<StreamSlice> slices;
    const std::unique_ptr<SliceSequence> sequence = slicer.slices().value();
    while (std::optional<StreamSlice> slice = sequence->next().value()) {
        slices.push_back(std::move(*slice));
    }
    return slices;
}

/// Their texts, one after the other.
inline std::string texts_of(const std::vector<StreamSlice>& slices) {
    std::string text;
    for (const StreamSlice& slice : slices) {
        text += (text.empty() ? "" : " ") + slice.merged_text();
    }
    return text;
}

}  // namespace levada::airbyte::testing
