#include "background_append.h"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

/// Keeps the work until it is told to do it, or takes none.
class HeldExecutor final : public Executor {
public:
    bool submit(std::function<void()> work) override {
        if (is_full) {
            return false;
        }
        held.push_back(std::move(work));
        return true;
    }
    void run() {
        for (const auto& work : std::exchange(held, {})) {
            work();
        }
    }

    bool is_full = false;
    std::vector<std::function<void()>> held;
};

class BackgroundAppendTest : public ::testing::Test {
protected:
    std::vector<std::string> messages() {
        std::vector<std::string> all;
        const auto read = queue_.read("t", 0, 1 << 20);
        for (std::size_t i = 0; read.has_value() && i < read->size(); ++i) {
            all.push_back((*read)[i].payload);
        }
        return all;
    }

    testing::MemoryQueue queue_;
    HeldExecutor executor_;
};

TEST_F(BackgroundAppendTest, BeginsAndFinishes) {
    BackgroundAppend append(queue_, "t", &executor_);
    std::string message = "one";
    ASSERT_TRUE(append.begin(message).has_value());
    EXPECT_TRUE(messages().empty());
    executor_.run();
    ASSERT_TRUE(append.finish().has_value());
    message = "two";
    ASSERT_TRUE(append.begin(message).has_value());
    executor_.run();
    ASSERT_TRUE(append.finish().has_value());
    ASSERT_TRUE(append.finish().has_value());
    ASSERT_TRUE(append.rest().has_value());
    message = "three";
    ASSERT_TRUE(append.begin(message).has_value()) << "after a rest it goes on";
    executor_.run();
    ASSERT_TRUE(append.rest().has_value());
    EXPECT_EQ(messages(), (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(BackgroundAppendTest, WithoutRoomTheCallerAppends) {
    executor_.is_full = true;
    BackgroundAppend append(queue_, "t", &executor_);
    std::string message = "one";
    queue_.set_appends_left(0);
    EXPECT_EQ(append.begin(message).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(message, "one") << "a message that was not appended is the caller's";
    queue_.set_appends_left(-1);
    ASSERT_TRUE(append.begin(message).has_value());
    EXPECT_EQ(messages(), std::vector<std::string>{"one"});
}

TEST_F(BackgroundAppendTest, AFailureIsTriedAgainBeforeAnythingElse) {
    BackgroundAppend append(queue_, "t", &executor_);
    std::string message = "one";
    queue_.set_appends_left(0);
    ASSERT_TRUE(append.begin(message).has_value());
    executor_.run();
    std::string next = "two";
    EXPECT_EQ(append.begin(next).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(next, "two");
    queue_.set_appends_left(-1);
    ASSERT_TRUE(append.begin(next).has_value());
    executor_.run();
    ASSERT_TRUE(append.finish().has_value());
    EXPECT_EQ(messages(), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace levada
