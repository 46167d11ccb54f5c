#include "zip_unpack.h"

#include "zip_support.h"

#include <gtest/gtest.h>

#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

struct Packed {
    const char* name;
    const char* base64;
};

/// A file of "id" and forty lines of "1", packed by CPython's zipfile.
constexpr Packed kArchives[] = {
    {"deflated",
     "UEsDBBQAAAAIAAAAIVinsQrtCAAAAFMAAAAFAAAAYS5jc3bLTOEypDIEAFBLAQIUAxQAAAAIAAAAIVinsQrtCAAAAFMAAAA"
     "FAAAAAAAAAAAAAACAAQAAAABhLmNzdlBLBQYAAAAAAQABADMAAAArAAAAAAA="},
    {"bzip2",
     "UEsDBC4AAAAMAAAAIVinsQrtLwAAAFMAAAAFAAAAYS5jc3ZCWmg5MUFZJlNZbGVTHAAAKUkAABAgAAQgIAAgqTTDNNLRFEf"
     "2F3JFOFCQbGVTHFBLAQIuAy4AAAAMAAAAIVinsQrtLwAAAFMAAAAFAAAAAAAAAAAAAACAAQAAAABhLmNzdlBLBQYAAAAAAQ"
     "ABADMAAABSAAAAAAA="},
    {"lzma",
     "UEsDBD8AAgAOAAAAIVinsQrtGgAAAFMAAAAFAAAAYS5jc3YJBAUAXQAAgAAANJj9QsnVcFAUe///EDgAAFBLAQI/Az8AAgA"
     "OAAAAIVinsQrtGgAAAFMAAAAFAAAAAAAAAAAAAACAAQAAAABhLmNzdlBLBQYAAAAAAQABADMAAAA9AAAAAAA="},
};

std::string bytes_of(const char* base64) {
    std::string bytes;
    EXPECT_TRUE(base64_decode(base64, bytes));
    return bytes;
}

Result<std::string> content_of(const std::string& archive) {
    LEVADA_TRY(const std::vector<ZipEntry> entries, read_zip(archive));
    return entries.empty() ? Result<std::string>(std::string()) : unpack(entries.front());
}

TEST(ZipUnpack, Methods) {
    std::string want = "id\n";
    for (int i = 0; i < 40; ++i) {
        want += "1\n";
    }
    for (const Packed& packed : kArchives) {
        const Result<std::string> content = content_of(bytes_of(packed.base64));
        ASSERT_TRUE(content) << packed.name << ": " << content.error().to_string();
        EXPECT_EQ(*content, want) << packed.name;
    }
}

TEST(ZipUnpack, Broken) {
    // Goal: whatever byte of the packed data is wrong, the content is never given out changed.
    for (const Packed& packed : kArchives) {
        const std::string whole = bytes_of(packed.base64);
        const std::string want = content_of(whole).value();
        const std::size_t begin = 30 + std::string_view("a.csv").size();
        for (std::size_t at = begin; at < whole.find("PK\x01\x02"); ++at) {
            std::string wrong = whole;
            wrong[at] = static_cast<char>(wrong[at] ^ 0x55);
            const Result<std::string> content = content_of(wrong);
            EXPECT_TRUE(!content || *content == want) << packed.name << ", byte " << at;
        }
    }
}

TEST(ZipUnpack, OtherMethodsAreRefused) {
    ZipEntry entry;
    entry.name = "a";
    entry.method = 9;
    const Result<std::string> content = unpack(entry);
    ASSERT_FALSE(content);
    EXPECT_EQ(content.error().code(), ErrorCode::unsupported);
    EXPECT_EQ(content.error().message(), "zip entry \"a\" is packed by method 9");
}

}  // namespace
}  // namespace levada::airbyte
