#include "run/stoppable_messages.h"

#include "run/connector.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

/// Keeps the failure types of what it is told.
class TypeKeeper final : public LoggedMessages {
public:
    TypeKeeper() : LoggedMessages(no_log()) {}
    Result<void> error(const airbyte::ErrorTrace& trace) override {
        types.push_back(trace.failure_type);
        return ok();
    }
    std::vector<std::string> types;
};

TEST(StoppableMessages, AStopIsNotTheApisFault) {
    TypeKeeper inner;
    std::atomic<bool> is_stopping = false;
    RunStop stop(is_stopping);
    StoppableMessages messages(inner, stop);
    ASSERT_TRUE(messages.error({"a", "system_error", "HTTP 400", ""}));
    is_stopping = true;
    EXPECT_EQ(messages.error({"a", "system_error", "cut off", ""}).error().code(), ErrorCode::cancelled)
        << "the next slice is not tried";
    EXPECT_FALSE(messages.error({"a", "system_error", "the run was told to stop", "cancelled: the run was told to"}));
    EXPECT_EQ(inner.types, std::vector<std::string>({"system_error", "transient_error"}));
}

/// Cannot keep the records of one stream.
class FullDisk final : public LoggedMessages {
public:
    FullDisk() : LoggedMessages(no_log()) {}
    Result<void> records(const airbyte::RecordBatchView& batch) override {
        return batch.stream == "a" ? Result<void>(Error(ErrorCode::unavailable, "the disk is full")) : ok();
    }
};

TEST(StoppableMessages, WhatCannotBeKeptEndsTheOtherStreamsToo) {
    FullDisk inner;
    const std::atomic<bool> is_told = false;
    RunStop stop(is_told);
    StoppableMessages messages(inner, stop);
    EXPECT_TRUE(messages.records({"b", {}}));
    EXPECT_EQ(messages.records({"a", {}}).error().code(), ErrorCode::unavailable) << "its own error";
    EXPECT_EQ(messages.records({"b", {}}).error().code(), ErrorCode::cancelled);
    EXPECT_FALSE(messages.error({"b", "system_error", "Exhausted: the run ends: the disk is full", "unavailable: x"}))
        << "what follows from that is not told";
    EXPECT_NE(stop.cause().find("the disk is full"), std::string::npos) << stop.cause();
}

TEST(StoppableMessages, EndsTheReadAfterWhatIsInHand) {
    LoggedMessages inner(no_log());
    std::atomic<bool> is_stopping = false;
    RunStop stop(is_stopping);
    StoppableMessages messages(inner, stop);
    EXPECT_TRUE(messages.records({"a", {}}));
    EXPECT_TRUE(messages.status("a", airbyte::StreamStatus::started));
    EXPECT_TRUE(messages.log_of("a", airbyte::LogLevel::info, "retrying"));
    is_stopping = true;
    EXPECT_EQ(messages.log_of("a", airbyte::LogLevel::info, "retrying").error().code(), ErrorCode::cancelled);
    EXPECT_EQ(messages.records({"a", {}}).error().code(), ErrorCode::cancelled);
    EXPECT_EQ(messages.state("a", Json::object(), 1).error().code(), ErrorCode::cancelled);
    EXPECT_EQ(messages.status("b", airbyte::StreamStatus::started).error().code(), ErrorCode::cancelled);
    EXPECT_TRUE(messages.status("a", airbyte::StreamStatus::complete)) << "an end is always told";
    messages.hide({"x"});
    EXPECT_EQ(inner.hidden().size(), 1U);
}

}  // namespace
}  // namespace levada::app
