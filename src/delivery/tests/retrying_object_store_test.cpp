#include "levada/delivery/retrying_object_store.h"

#include <cerrno>

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_object_store.h"

namespace levada {
namespace {

using testing::ManualClock;
using testing::MemoryObjectStore;

/// When a call fails: before it did anything, or after.
enum class Failing : std::uint8_t { before, after };

/// Fails so many calls, then passes them on.
class FailingStore final : public ObjectStore {
public:
    Result<ObjectInfo> put(const std::string& key, std::string_view bytes, Deadline deadline) override {
        if (failing == Failing::after && failures > 0) {
            LEVADA_CHECK(inner.put(key, bytes, deadline));
        }
        return is_failing() ? Result<ObjectInfo>(error) : inner.put(key, bytes, deadline);
    }
    Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) override {
        if (is_failing()) {
            return error;
        }
        LEVADA_TRY(std::unique_ptr<ObjectWriter> writer, inner.create(key));
        return std::make_unique<Writer>(*this, std::move(writer));
    }
    Result<std::string> get(const std::string& key, Deadline deadline) override {
        return is_failing() ? Result<std::string>(error) : inner.get(key, deadline);
    }
    Result<std::string> get_range(const std::string& key, ByteRange range, Deadline deadline) override {
        return is_failing() ? Result<std::string>(error) : inner.get_range(key, range, deadline);
    }
    Result<std::vector<ObjectInfo>> list(const std::string& prefix, Deadline deadline) override {
        return is_failing() ? Result<std::vector<ObjectInfo>>(error) : inner.list(prefix, deadline);
    }
    Status remove(const std::string& key, Deadline deadline) override {
        return is_failing() ? Status(error) : inner.remove(key, deadline);
    }

    MemoryObjectStore inner{};
    int failures = 0;
    int calls = 0;
    Failing failing = Failing::before;
    Error error{ErrorCode::unavailable, "busy"};

private:
    class Writer final : public ObjectWriter {
    public:
        Writer(FailingStore& store, std::unique_ptr<ObjectWriter> writer) : store_(store), writer_(std::move(writer)) {}
        Status append(std::string_view bytes) override {
            return store_.is_failing() ? Status(store_.error) : writer_->append(bytes);
        }
        Result<ObjectInfo> publish() override {
            return store_.is_failing() ? Result<ObjectInfo>(store_.error) : writer_->publish();
        }
        std::uint64_t size_bytes() const override { return writer_->size_bytes(); }

    private:
        FailingStore& store_;
        std::unique_ptr<ObjectWriter> writer_;
    };
    bool is_failing() {
        ++calls;
        return failures-- > 0;
    }
};

TEST(RetryingObjectStore, HoldsForEveryCall) {
    // Goal: each call fails once and works all the same; a writer's bytes are there once.
    ManualClock clock;
    FailingStore inner;
    RetryingObjectStore store(inner, clock, seeded_fractions(1));
    const auto fail_once = [&inner] { inner.failures = 1; };
    fail_once();
    EXPECT_EQ(store.put("a", "one", Deadline::never())->size_bytes, 3U);
    fail_once();
    auto writer = store.create("b");
    ASSERT_TRUE(writer.has_value());
    fail_once();
    ASSERT_TRUE((*writer)->append("two").has_value());
    EXPECT_EQ((*writer)->size_bytes(), 3U);
    fail_once();
    ASSERT_TRUE((*writer)->publish().has_value());
    fail_once();
    EXPECT_EQ(store.get("b", Deadline::never()).value(), "two");
    EXPECT_EQ(store.get_range("b", {1, 2}, Deadline::never()).value(), "wo");
    fail_once();
    EXPECT_EQ(store.list("", Deadline::never())->size(), 2U);
    fail_once();
    EXPECT_TRUE(store.remove("b", Deadline::never()).has_value());
    EXPECT_EQ(store.get("b", Deadline::never()).error().code(), ErrorCode::not_found);
}

TEST(RetryingObjectStore, APutThatWasWrittenThoughItFailedIsNoConflict) {
    // Goal: after a failure whose bytes are there, the same bytes are a success; other bytes, or a key that was there
    // from the beginning, are a conflict.
    ManualClock clock;
    FailingStore inner;
    RetryingObjectStore store(inner, clock, seeded_fractions(1));
    inner.failing = Failing::after;
    inner.failures = 1;
    EXPECT_EQ(store.put("a", "one", Deadline::never())->size_bytes, 3U);
    EXPECT_EQ(store.put("a", "one", Deadline::never()).error().code(), ErrorCode::conflict);
    inner.failing = Failing::before;
    inner.failures = 1;
    EXPECT_EQ(store.put("a", "other", Deadline::never()).error().code(), ErrorCode::conflict);
}

TEST(RetryingObjectStore, EndsWithTheDeadlineAndOnAFullDisk) {
    ManualClock clock;
    FailingStore inner;
    RetryingObjectStore store(inner, clock, [] { return 0.5; });
    inner.failures = 100;
    const Deadline soon = Deadline::after(clock.monotonic(), std::chrono::milliseconds(60));
    EXPECT_EQ(store.get("a", soon).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(inner.calls, 2) << "50 ms are waited, then 100 ms would pass the deadline";
    inner.calls = 0;
    inner.error = file_error(ENOSPC, "write", "a");
    EXPECT_EQ(store.put("a", "one", Deadline::never()).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(inner.calls, 1);
}

}  // namespace
}  // namespace levada
