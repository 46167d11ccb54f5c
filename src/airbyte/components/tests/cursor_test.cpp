#include "levada/airbyte/components/cursor.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(FinalStateCursor, OneSliceOneState) {
    testing::RecordingSink sink;
    const std::shared_ptr<Cursor> cursor = make_final_state_cursor("stream", sink);
    const std::vector<StreamSlice> slices = testing::drain(*cursor);
    ASSERT_EQ(slices.size(), 1U);
    EXPECT_TRUE(slices[0].is_empty());
    ASSERT_TRUE(cursor->observe("{}", slices[0]));
    ASSERT_TRUE(cursor->close_slice(slices[0]));
    EXPECT_TRUE(sink.states.empty());
    ASSERT_TRUE(cursor->ensure_at_least_one_state_emitted());
    EXPECT_EQ(sink.last(), R"({"__ab_no_cursor_state_message":true})");
    EXPECT_TRUE(cursor->should_be_synced("{}", nullptr).value());
    EXPECT_EQ(cursor->cursor_field(), "");
}

TEST(FinalStateCursor, TimeOfState) {
    NullStateSink sink;
    const std::shared_ptr<Cursor> cursor = make_final_state_cursor("stream", sink);
    ASSERT_TRUE(sink.emit_state("stream", Json()));
    EXPECT_TRUE(cursor->cursor_time_of_state(testing::json(R"({"__ab_no_cursor_state_message": true})")).value());
    EXPECT_FALSE(cursor->cursor_time_of_state(testing::json(R"({"at": "2024-01-01"})")).value());
}

TEST(Cursor, DefaultsOfOtherCursors) {
    NullStateSink sink;
    const std::shared_ptr<Cursor> cursor = make_final_state_cursor("stream", sink);
    EXPECT_EQ(cursor->split_request_window(StreamSlice(), std::nullopt).error().code(), ErrorCode::unsupported);
    EXPECT_TRUE(cursor->reduce_slice_range(StreamSlice()).value() == StreamSlice());
}

/// Puts the slice that it sees into the parameters, and its own name into the headers.
class Seen final : public RequestOptionsProvider {
public:
    explicit Seen(std::string name) : name_(std::move(name)) {}
    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        RequestParts parts;
        parts.params = scope.slice->merged();
        parts.headers = Json::object({{"by", name_}});
        return parts;
    }

private:
    std::string name_;
};

TEST(SliceOptions, EachSideSeesItsPart) {
    const auto options = merge_slice_options(std::make_shared<Seen>("router"), std::make_shared<Seen>("cursor"));
    const StreamSlice slice =
        StreamSlice::make(testing::json(R"({"id": 1})"), testing::json(R"({"from": 2})"), Json::object()).value();
    const RequestParts parts = options->request_parts({&slice, nullptr, std::nullopt}).value();
    EXPECT_EQ(parts.params.dump(), R"({"id":1,"from":2})");
    EXPECT_EQ(parts.headers.dump(), R"({"by":"cursor"})") << "the cursor wins";
    EXPECT_EQ(merge_slice_options(nullptr, nullptr)->request_parts({}).value().params.size(), 0U);
}

}  // namespace
}  // namespace levada::airbyte
