#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "levada/ports/object_store.h"

namespace levada {

/// What every ObjectStore promises. `Fixture` is default-constructible and has `ObjectStore& store()`.
template <typename Fixture>
class ObjectStoreContract : public ::testing::Test {
protected:
    ObjectStore& store() { return fixture_.store(); }
    std::vector<std::string> keys(const std::string& prefix) {
        std::vector<std::string> found;
        const auto listed = store().list(prefix, Deadline::never());
        EXPECT_TRUE(listed.has_value());
        for (const ObjectInfo& object : *listed) {
            found.push_back(object.key);
        }
        return found;
    }
    bool put(const std::string& key, std::string_view bytes) {
        return store().put(key, bytes, Deadline::never()).has_value();
    }

    Fixture fixture_;
};

TYPED_TEST_SUITE_P(ObjectStoreContract);

TYPED_TEST_P(ObjectStoreContract, ObjectsComeBackWhole) {
    // Goal: any bytes, also none and many, under nested keys.
    const std::string bytes("\0\n\xff", 3);
    const auto info = this->store().put("raw/p/a.warc.gz", bytes, Deadline::never());
    ASSERT_TRUE(info.has_value()) << info.error().to_string();
    EXPECT_EQ(info->key, "raw/p/a.warc.gz");
    EXPECT_EQ(info->size_bytes, 3U);
    ASSERT_TRUE(this->put("empty", ""));
    ASSERT_TRUE(this->put("large", std::string(2'000'000, 'x')));
    EXPECT_EQ(*this->store().get("raw/p/a.warc.gz", Deadline::never()), bytes);
    EXPECT_EQ(*this->store().get("empty", Deadline::never()), "");
    EXPECT_EQ(this->store().get("large", Deadline::never())->size(), 2'000'000U);
}

TYPED_TEST_P(ObjectStoreContract, PartsOfObjectsAreRead) {
    // Goal: what the object has of a range, and no more.
    ASSERT_TRUE(this->put("folder/k", "0123456789"));
    struct Case {
        const char* name;
        ByteRange range;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"the front", {0, 3}, "012"},
        {"the middle", {4, 2}, "45"},
        {"over the end", {8, 100}, "89"},
        {"at the end", {10, 1}, ""},
        {"behind the end", {1'000, 1}, ""},
        {"nothing", {2, 0}, ""},
        {"all and more than there can be", {0, std::uint64_t{1} << 62}, "0123456789"},
    };
    for (const Case& c : kCases) {
        const auto got = this->store().get_range("folder/k", c.range, Deadline::never());
        ASSERT_TRUE(got.has_value()) << "case: " << c.name << ": " << got.error().to_string();
        EXPECT_EQ(*got, c.want) << "case: " << c.name;
    }
    for (const char* key : {"none", "folder"}) {
        EXPECT_EQ(this->store().get_range(key, {0, 1}, Deadline::never()).error().code(), ErrorCode::not_found) << key;
    }
}

TYPED_TEST_P(ObjectStoreContract, AnObjectIsNeverReplaced) {
    // Goal: the second writer gets conflict, by either way, and the first object stays.
    ASSERT_TRUE(this->put("k", "first"));
    EXPECT_EQ(this->store().put("k", "second", Deadline::never()).error().code(), ErrorCode::conflict);
    EXPECT_EQ(this->store().create("k").error().code(), ErrorCode::conflict);
    auto early = this->store().create("late");
    auto late = this->store().create("late");
    ASSERT_TRUE(early.has_value() && late.has_value());
    ASSERT_TRUE((*late)->append("late").has_value());
    ASSERT_TRUE((*late)->publish().has_value());
    ASSERT_TRUE((*early)->append("early").has_value());
    EXPECT_EQ((*early)->publish().error().code(), ErrorCode::conflict);
    EXPECT_EQ(*this->store().get("late", Deadline::never()), "late");
    EXPECT_EQ(*this->store().get("k", Deadline::never()), "first");
}

TYPED_TEST_P(ObjectStoreContract, AWriterShowsNothingBeforeItPublishes) {
    // Goal: no reader sees a part; a dropped writer leaves nothing.
    {
        auto writer = this->store().create("folder/w");
        ASSERT_TRUE(writer.has_value());
        ASSERT_TRUE((*writer)->append("part 1, ").has_value());
        EXPECT_EQ(this->store().get("folder/w", Deadline::never()).error().code(), ErrorCode::not_found);
        EXPECT_TRUE(this->keys("").empty());
        ASSERT_TRUE((*writer)->append("part 2").has_value());
        EXPECT_EQ((*writer)->size_bytes(), 14U);
        ASSERT_TRUE((*writer)->publish().has_value());
        EXPECT_EQ(*this->store().get("folder/w", Deadline::never()), "part 1, part 2");
        auto dropped = this->store().create("folder/dropped");
        ASSERT_TRUE((*dropped)->append("x").has_value());
    }
    EXPECT_EQ(this->keys(""), std::vector<std::string>{"folder/w"});
}

TYPED_TEST_P(ObjectStoreContract, ListsKeysByPrefixInByteOrder) {
    // Goal: a prefix is of bytes, not of folders.
    for (const char* key : {"b/2", "b/10", "b/1/x", "ba", "a", "b-"}) {
        ASSERT_TRUE(this->put(key, "x")) << key;
    }
    EXPECT_EQ(this->keys(""), (std::vector<std::string>{"a", "b-", "b/1/x", "b/10", "b/2", "ba"}));
    EXPECT_EQ(this->keys("b/"), (std::vector<std::string>{"b/1/x", "b/10", "b/2"}));
    EXPECT_EQ(this->keys("b/1"), (std::vector<std::string>{"b/1/x", "b/10"}));
    EXPECT_TRUE(this->keys("none/").empty());
}

TYPED_TEST_P(ObjectStoreContract, RemovedObjectsAreGone) {
    // Goal: removing twice is no error; the key can be used again.
    ASSERT_TRUE(this->put("k", "1"));
    EXPECT_TRUE(this->store().remove("k", Deadline::never()).has_value());
    EXPECT_TRUE(this->store().remove("k", Deadline::never()).has_value());
    EXPECT_EQ(this->store().get("k", Deadline::never()).error().code(), ErrorCode::not_found);
    EXPECT_TRUE(this->put("k", "2"));
}

REGISTER_TYPED_TEST_SUITE_P(ObjectStoreContract,
                            ObjectsComeBackWhole,
                            PartsOfObjectsAreRead,
                            AnObjectIsNeverReplaced,
                            AWriterShowsNothingBeforeItPublishes,
                            ListsKeysByPrefixInByteOrder,
                            RemovedObjectsAreGone);

}  // namespace levada
