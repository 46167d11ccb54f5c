#include "zip_archive.h"

#include "zip_support.h"

#include <gtest/gtest.h>

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

TEST(ZipArchive, Broken) {
    const std::string whole = testing::stored_zip({{"a.csv", "id\n1\n"}});
    std::string bad_magic = whole;
    bad_magic[whole.find("PK\x01\x02") + 2] = 'x';
    for (const std::string& archive : {std::string(), std::string("no zip"), whole.substr(5), bad_magic}) {
        const Result<std::vector<ZipEntry>> entries = read_zip(archive);
        ASSERT_FALSE(entries) << archive.size() << " bytes";
        EXPECT_EQ(entries.error().code(), ErrorCode::invalid_data);
    }
}

}  // namespace
}  // namespace levada::airbyte
