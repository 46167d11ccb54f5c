#include "levada/adapters/sqlite_metadata.h"

#include "contract/metadata_contract.h"

#include <cerrno>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "levada/base/file.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class SqliteFixture {
public:
    SqliteFixture() { reopen(); }
    Metadata& metadata() { return *metadata_; }
    void reopen() {
        metadata_.reset();
        metadata_ = *SqliteMetadata::open(folder_.path() / "deep" / "metadata.sqlite");
    }

private:
    testing::TempDir folder_;
    std::unique_ptr<SqliteMetadata> metadata_;
};

class MemoryFixture {
public:
    Metadata& metadata() { return metadata_; }
    void reopen() {}

private:
    testing::MemoryMetadata metadata_;
};

using Fixtures = ::testing::Types<SqliteFixture, MemoryFixture>;
INSTANTIATE_TYPED_TEST_SUITE_P(Stores, MetadataContract, Fixtures);

TEST(SqliteMetadata, RefusesFilesThatAreNotItsOwn) {
    // Goal: a text file, another program's database and a later version are corruption and stay as they are.
    const testing::TempDir folder;
    const std::filesystem::path text = folder.path() / "text";
    ASSERT_TRUE(write_file_atomically(text, std::string(5000, 'x')).has_value());
    EXPECT_EQ(SqliteMetadata::open(text).error().code(), ErrorCode::corruption);
    EXPECT_EQ(read_file(text)->size(), 5000U);
    for (const char* sql : {"CREATE TABLE t(a)", "PRAGMA user_version=99"}) {
        const std::filesystem::path path = folder.path() / "other";
        std::filesystem::remove(path);
        sqlite3* other = nullptr;
        ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(other, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(other);
        const auto opened = SqliteMetadata::open(path);
        ASSERT_FALSE(opened.has_value()) << sql;
        EXPECT_EQ(opened.error().code(), ErrorCode::corruption) << sql;
    }
}

TEST(SqliteMetadata, TwoConnectionsSeeEachOther) {
    // Goal: of two that wrote on the same version only one succeeds; both read the newest.
    const testing::TempDir folder;
    const auto first = *SqliteMetadata::open(folder.path() / "m");
    const auto second = *SqliteMetadata::open(folder.path() / "m");
    ASSERT_TRUE(first->put("c", "k", 1).has_value());
    ASSERT_TRUE(second->put_if("c", "k", 2, 1).has_value());
    EXPECT_EQ(first->put_if("c", "k", 3, 1).error().code(), ErrorCode::conflict);
    EXPECT_EQ((*first->get("c", "k"))->value, Json(2));
}

TEST(SqliteMetadata, AFolderInThePlaceOfTheFileIsUnavailable) {
    // Goal: an error that names the file.
    const testing::TempDir folder;
    const auto opened = SqliteMetadata::open(folder.path());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(opened.error().fact("file"), folder.path().string());
}

/// While it lives, database files are on a disk without a free byte, as far as the index of a WAL can tell.
class FullDisk {
public:
    FullDisk() : base_(sqlite3_vfs_find(nullptr)), full_(*base_) {
        full_.zName = "full";
        full_.xOpen = open;
        sqlite3_vfs_register(&full_, 1);
    }
    ~FullDisk() {
        sqlite3_vfs_unregister(&full_);
        sqlite3_vfs_register(base_, 1);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
        const sqlite3_vfs* const base = sqlite3_vfs_find("unix");
        const int code = base->xOpen(vfs, name, file, flags, out_flags);
        if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
            static sqlite3_io_methods methods;
            methods = *file->pMethods;
            methods.xShmMap = [](sqlite3_file*, int, int, int, void volatile**) {
                errno = ENOSPC;
                return SQLITE_IOERR_SHMSIZE;
            };
            methods.xWrite = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_FULL; };
            file->pMethods = &methods;
        }
        return code;
    }

    sqlite3_vfs* base_;
    sqlite3_vfs full_;
};

TEST(SqliteMetadata, AFullDiskIsToldAndCanBeLookedAt) {
    // Goal: where no byte is free, who wants to work hears of the disk, and who only looks sees what is there.
    const testing::TempDir folder;
    const std::filesystem::path path = folder.path() / "m";
    ASSERT_TRUE((*SqliteMetadata::open(path))->put("c", "k", 1).has_value());
    const FullDisk full;
    const auto opened = SqliteMetadata::open(path);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(opened.error().hint(), kDiskFullHint) << opened.error().to_string();
    const auto looked = SqliteMetadata::look(path);
    ASSERT_TRUE(looked.has_value()) << looked.error().to_string();
    EXPECT_EQ((*(*looked)->get("c", "k"))->value, Json(1));
}

}  // namespace
}  // namespace levada
