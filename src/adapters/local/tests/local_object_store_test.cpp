#include "levada/adapters/local_object_store.h"

#include "contract/object_store_contract.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/memory_object_store.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class LocalStoreFixture {
public:
    ObjectStore& store() { return *store_; }

private:
    testing::TempDir folder_;
    std::unique_ptr<LocalObjectStore> store_ = *LocalObjectStore::open(folder_.path() / "objects");
};

class MemoryStoreFixture {
public:
    ObjectStore& store() { return store_; }

private:
    testing::MemoryObjectStore store_;
};

using StoreFixtures = ::testing::Types<LocalStoreFixture, MemoryStoreFixture>;
INSTANTIATE_TYPED_TEST_SUITE_P(Stores, ObjectStoreContract, StoreFixtures);

std::size_t file_count(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
}

TEST(LocalObjectStore, RefusesKeysThatLeaveItsFolder) {
    // Goal: no key reaches a file outside, or one of the store's own.
    const testing::TempDir folder;
    const auto store = *LocalObjectStore::open(folder.path() / "objects");
    for (const std::string key : {"", "../x", "/x", "a//b", "a/./b", "a/..", ".tmp/1", "a/"}) {
        EXPECT_EQ(store->put(key, "x", Deadline::never()).error().code(), ErrorCode::invalid_data) << key;
        EXPECT_EQ(store->get(key, Deadline::never()).error().code(), ErrorCode::invalid_data) << key;
    }
    ASSERT_TRUE(store->put("a/b", "x", Deadline::never()).has_value());
    EXPECT_EQ(store->get("a", Deadline::never()).error().code(), ErrorCode::not_found) << "a folder is no object";
}

TEST(LocalObjectStore, AFullDiskLeavesNothing) {
    // Goal: with room for any number of bytes below the object's, put() is unavailable and no file is left.
    const testing::TempDir folder;
    const auto store = *LocalObjectStore::open(folder.path() / "objects");
    for (std::uint64_t room = 1; room < 5; ++room) {
        store->set_disk_size_bytes_max(room);
        const auto put = store->put("a/k", "12345", Deadline::never());
        ASSERT_FALSE(put.has_value()) << room;
        EXPECT_EQ(put.error().code(), ErrorCode::unavailable) << room;
        EXPECT_EQ(file_count(folder.path()), 0U) << room;
    }
    store->set_disk_size_bytes_max(0);
    EXPECT_TRUE(store->put("a/k", "12345", Deadline::never()).has_value());
}

TEST(LocalObjectStore, RemovesWhatACrashedWriterLeft) {
    // Goal: an abandoned temporary file goes at the next open; that of a living writer stays.
    const testing::TempDir folder;
    const auto store = *LocalObjectStore::open(folder.path());
    ASSERT_TRUE(write_file_atomically(folder.path() / ".tmp" / "999-0", "left").has_value());
    auto living = store->create("k");
    ASSERT_TRUE(living.has_value());
    ASSERT_TRUE((*living)->append("x").has_value());
    const auto other = *LocalObjectStore::open(folder.path());
    ASSERT_TRUE(other->put("other", "y", Deadline::never()).has_value()) << "two objects over one folder";
    EXPECT_FALSE(std::filesystem::exists(folder.path() / ".tmp" / "999-0"));
    EXPECT_TRUE((*living)->publish().has_value());
    EXPECT_EQ(*store->get("k", Deadline::never()), "x");
}

}  // namespace
}  // namespace levada
