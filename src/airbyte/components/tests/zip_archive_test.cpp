#include "zip_archive.h"

#include "zip_support.h"
#include "zip_unpack.h"

#include <gtest/gtest.h>

#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

TEST(ZipArchive, Reads) {
    const std::string archive = testing::stored_zip({{"a.csv", "id\n1\n"}, {"b.csv", ""}});
    const Result<std::vector<ZipEntry>> entries = read_zip(archive);
    ASSERT_TRUE(entries) << entries.error().to_string();
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ((*entries)[0].name, "a.csv");
    EXPECT_EQ(unpack((*entries)[0]).value(), "id\n1\n");
    EXPECT_EQ(unpack((*entries)[1]).value(), "");
}

TEST(ZipArchive, BytesBeforeAndBehind) {
    // Goal: what stands before the archive shifts its offsets, and a comment behind it is none of its files.
    const std::string whole = testing::stored_zip({{"a.csv", "id\n1\n"}, {"b.csv", "id\n2\n"}});
    std::string commented = whole + "hi";
    commented[whole.size() - 2] = 2;
    for (const std::string& archive : {"#!/bin/sh\n" + whole, commented, "PK\x05\x06" + commented}) {
        const Result<std::vector<ZipEntry>> entries = read_zip(archive);
        ASSERT_TRUE(entries) << entries.error().to_string();
        ASSERT_EQ(entries->size(), 2U);
        EXPECT_EQ(unpack((*entries)[1]).value(), "id\n2\n");
    }
}

TEST(ZipArchive, Zip64) {
    // Two files whose sizes and offsets are in ZIP64 records, written by CPython's zipfile.
    constexpr const char* kArchive =
        "UEsDBC0AAAAIAAAAIVgUyInQ//////////8BABQAYQEAEAArAAAAAAAAAAkAAAAAAAAAy0zhMjQiDgIAUEsDBC0AAAAIAAA"
        "AIVgUyInQ//////////8BABQAYgEAEAArAAAAAAAAAAkAAAAAAAAAy0zhMjQiDgIAUEsBAi0DLQAAAAgAAAAhWBTIidD///"
        "///////wEAFAAAAAAAAAAAAIABAAAAAGEBABAAKwAAAAAAAAAJAAAAAAAAAFBLAQItAy0AAAAIAAAAIVgUyInQ/////////"
        "/8BABwAAAAAAAAAAACAAf////9iAQAYACsAAAAAAAAACQAAAAAAAAA8AAAAAAAAAFBLBgYsAAAAAAAAAC0ALQAAAAAAAAAA"
        "AAIAAAAAAAAAAgAAAAAAAACOAAAAAAAAAHgAAAAAAAAAUEsGBwAAAAAGAQAAAAAAAAEAAABQSwUGAAAAAAIAAgCOAAAAeAA"
        "AAAAA";
    std::string archive;
    ASSERT_TRUE(base64_decode(kArchive, archive));
    for (const std::string& before : {std::string(), std::string("before")}) {
        const std::string text = before + archive;
        const Result<std::vector<ZipEntry>> entries = read_zip(text);
        ASSERT_TRUE(entries) << entries.error().to_string();
        ASSERT_EQ(entries->size(), 2U);
        EXPECT_EQ((*entries)[1].name, "b");
        EXPECT_EQ(unpack((*entries)[1]).value(), "id\n1212121212121212121212121212121212121212");
    }
}

TEST(ZipArchive, Broken) {
    const std::string whole = testing::stored_zip({{"a.csv", "id\n1\n"}});
    std::string bad_magic = whole;
    bad_magic[whole.find("PK\x01\x02") + 2] = 'x';
    for (const std::string& archive :
         {std::string(), std::string("no zip"), whole.substr(5), bad_magic, whole.substr(0, whole.size() - 1)}) {
        const Result<std::vector<ZipEntry>> entries = read_zip(archive);
        ASSERT_FALSE(entries) << archive.size() << " bytes";
        EXPECT_EQ(entries.error().code(), ErrorCode::invalid_data);
    }
}

}  // namespace
}  // namespace levada::airbyte
