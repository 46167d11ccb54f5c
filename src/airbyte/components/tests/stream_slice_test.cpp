#include "levada/airbyte/components/stream_slice.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(StreamSlice, MergesAndNamesItself) {
    const StreamSlice slice =
        StreamSlice::make(
            Json::object({{"z", 1}, {"a", "x"}}), Json::object({{"start", "2024"}}), Json::object({{"extra", true}}))
            .value();
    EXPECT_EQ(slice.merged_text(), R"({"z":1,"a":"x","start":"2024"})");
    EXPECT_EQ(slice.partition_key(), R"({"a":"x","z":1})");
    EXPECT_EQ(slice.key(), R"({"a":"x","start":"2024","z":1})");
    EXPECT_EQ(slice.find("start")->as_string(), "2024");
    EXPECT_EQ(slice.find("extra"), nullptr);
    EXPECT_FALSE(slice.is_empty());
    EXPECT_EQ(
        slice.attributes_text(),
        R"({"z":1,"a":"x","start":"2024","extra_fields":{"extra":true},"partition":{"z":1,"a":"x"},"cursor_slice":{"start":"2024"}})");
}

TEST(StreamSlice, Variants) {
    const StreamSlice slice = StreamSlice::make(Json::object({{"a", 1}}), Json::object({{"s", 1}}), Json()).value();
    EXPECT_TRUE(slice == slice.with_extra_fields(Json::object({{"e", 1}}))) << "extra fields are no identity";
    const StreamSlice other = slice.with_cursor_slice(Json::object({{"s", 2}}));
    EXPECT_FALSE(slice == other);
    EXPECT_EQ(other.merged_text(), R"({"a":1,"s":2})");
    EXPECT_TRUE(StreamSlice().is_empty());
}

TEST(StreamSlice, RefusesSharedKeys) {
    const Result<StreamSlice> slice = StreamSlice::make(Json::object({{"a", 1}}), Json::object({{"a", 2}}), Json());
    ASSERT_FALSE(slice.has_value());
    EXPECT_EQ(slice.error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
