#include "levada/airbyte/components/cursor.h"

#include <limits>
#include <utility>

#include "levada/airbyte/components/python_json.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kNoCursorState = "__ab_no_cursor_state_message";

/// Gives one empty slice.
class SingleSlice final : public SliceSequence {
public:
    Result<std::optional<StreamSlice>> next() override {
        const bool is_first = !std::exchange(is_done_, true);
        return is_first ? std::optional<StreamSlice>(StreamSlice()) : std::nullopt;
    }

private:
    bool is_done_ = false;
};

class FinalStateCursor final : public Cursor {
public:
    FinalStateCursor(std::string stream, StateSink& sink) : stream_(std::move(stream)), sink_(sink) {}

    Result<std::unique_ptr<SliceSequence>> slices() override { return std::make_unique<SingleSlice>(); }
    Result<Json> state() const override { return Json::object({{kNoCursorState, true}}); }
    Result<void> observe(std::string_view /*record*/, const StreamSlice& /*slice*/) override { return ok(); }
    Result<void> close_slice(const StreamSlice& /*slice*/) override { return ok(); }
    Result<void> ensure_at_least_one_state_emitted() override {
        LEVADA_TRY(const Json final_state, state());
        return sink_.emit_state(stream_, final_state);
    }
    Result<bool> should_be_synced(std::string_view /*record*/, const StreamSlice* /*slice*/) override { return true; }
    Result<std::optional<std::int64_t>> cursor_time_of_state(const Json& state) const override {
        // A completed full refresh is as young as can be, for any retention period.
        const Json* mark = state.find(kNoCursorState);
        const bool is_complete = mark != nullptr && python_truth(*mark);
        return is_complete ? std::optional<std::int64_t>(std::numeric_limits<std::int64_t>::max()) : std::nullopt;
    }

private:
    std::string stream_;
    StateSink& sink_;
};

void override_members(Json& into, const Json& from) {
    if (!from.is_object()) {
        into = from;
        return;
    }
    for (const Json::Member& member : from.as_object()) {
        into.set(member.key, member.value);
    }
}

/// Each side sees its own part of the slice only.
class SliceOptions final : public RequestOptionsProvider {
public:
    SliceOptions(std::shared_ptr<const RequestOptionsProvider> router,
                 std::shared_ptr<const RequestOptionsProvider> cursor)
        : router_(std::move(router)), cursor_(std::move(cursor)) {}

    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        const StreamSlice nothing;
        const StreamSlice& slice = scope.slice != nullptr ? *scope.slice : nothing;
        LEVADA_TRY(const StreamSlice of_router, StreamSlice::make(slice.partition(), Json::object(), Json::object()));
        LEVADA_TRY(const StreamSlice of_cursor,
                   StreamSlice::make(Json::object(), slice.cursor_slice(), Json::object()));
        RequestScope inner = scope;
        inner.slice = &of_router;
        LEVADA_TRY(RequestParts parts, router_->request_parts(inner));
        inner.slice = &of_cursor;
        LEVADA_TRY(const RequestParts over, cursor_->request_parts(inner));
        override_members(parts.params, over.params);
        override_members(parts.headers, over.headers);
        override_members(parts.body_data, over.body_data);
        override_members(parts.body_json, over.body_json);
        return parts;
    }

private:
    std::shared_ptr<const RequestOptionsProvider> router_;
    std::shared_ptr<const RequestOptionsProvider> cursor_;
};

class NoOptions final : public RequestOptionsProvider {
public:
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }
};

}  // namespace

Result<void> NullStateSink::emit_state(std::string_view /*stream*/, const Json& /*state*/) {
    return ok();
}

Result<StreamSlice> Cursor::reduce_slice_range(const StreamSlice& slice) {
    return slice;
}

Result<std::vector<StreamSlice>> Cursor::split_request_window(const StreamSlice& /*slice*/,
                                                              const std::optional<std::string>& /*window_min*/) {
    return Error(ErrorCode::unsupported,
                 "request_window_splitting needs a DatetimeBasedCursor with cursor_granularity");
}

Result<std::optional<std::int64_t>> Cursor::cursor_time_of_state(const Json& /*state*/) const {
    return Error(ErrorCode::unsupported, "api_retention_period: this kind of cursor has no time to compare with");
}

std::shared_ptr<Cursor> make_final_state_cursor(std::string stream, StateSink& sink) {
    return std::make_shared<FinalStateCursor>(std::move(stream), sink);
}

std::shared_ptr<RequestOptionsProvider> merge_slice_options(std::shared_ptr<const RequestOptionsProvider> router,
                                                            std::shared_ptr<const RequestOptionsProvider> cursor) {
    if (router == nullptr) {
        router = std::make_shared<NoOptions>();
    }
    if (cursor == nullptr) {
        cursor = std::make_shared<NoOptions>();
    }
    return std::make_shared<SliceOptions>(std::move(router), std::move(cursor));
}

}  // namespace levada::airbyte
