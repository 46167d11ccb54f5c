#include "table_properties.h"

#include "lake_support.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

TEST(TableProperties, ReadWhatHudiWrites) {
    const Properties read = parse_properties(
        "#Updated at 2026-01-02\n#Fri Jan 02\nhoodie.table.name=t\nhoodie.table.create.schema={\"type\"\\:\"a\\=b\"}\n"
        "hoodie.database.name=\n! note\n\n");
    EXPECT_EQ(read,
              (Properties{{"hoodie.table.name", "t"},
                          {"hoodie.table.create.schema", "{\"type\":\"a=b\"}"},
                          {"hoodie.database.name", ""}}));
    EXPECT_EQ(parse_properties(print_properties(read)), read);
}

TEST(TableProperties, OfOptionsAndBack) {
    TableOptions options;
    options.name = "t";
    options.key = {"id", "name"};
    options.partition = {"dt"};
    options.order = "ts";
    options.is_url_encoded = true;
    const auto properties = properties_of(options);
    ASSERT_TRUE(properties.has_value());
    EXPECT_EQ(properties->at("hoodie.table.checksum"), "498511606");
    EXPECT_EQ(properties->at("hoodie.table.keygenerator.class"), "org.apache.hudi.keygen.ComplexKeyGenerator");
    EXPECT_EQ(options_of(*properties).value(), options);
}

TEST(TableProperties, RefusedShapes) {
    struct Case {
        const char* name;
        TableOptions options;
        ErrorCode want;
    };
    TableOptions no_key = plain_table();
    no_key.key.clear();
    TableOptions ambiguous = plain_table();
    ambiguous.partition = {"a", "b"};
    TableOptions bad_name = plain_table();
    bad_name.partition = {"a-b"};
    const Case cases[] = {{"no key", no_key, ErrorCode::invalid_config},
                          {"one key, two partitions", ambiguous, ErrorCode::unsupported},
                          {"a name Hudi cannot read", bad_name, ErrorCode::unsupported}};
    for (const Case& c : cases) {
        const auto properties = properties_of(c.options);
        ASSERT_FALSE(properties.has_value()) << "case: " << c.name;
        EXPECT_EQ(properties.error().code(), c.want) << "case: " << c.name;
    }
    EXPECT_EQ(options_of({{"hoodie.table.version", "8"}}).error().code(), ErrorCode::unsupported);
    EXPECT_EQ(options_of({{"hoodie.table.version", "6"},
                          {"hoodie.timeline.layout.version", "1"},
                          {"hoodie.table.type", "MERGE_ON_READ"}})
                  .error()
                  .code(),
              ErrorCode::unsupported);
}

TEST(TableProperties, WritingDropsHadoopsChecksum) {
    const testing::TempDir folder;
    ASSERT_TRUE(make_folders(folder.path() / ".hoodie").has_value());
    const std::filesystem::path checksum = folder.path() / ".hoodie" / ".hoodie.properties.crc";
    ASSERT_TRUE(write_file_atomically(checksum, "x").has_value());
    ASSERT_TRUE(write_properties(folder.path(), {{"a", "b"}}).has_value());
    EXPECT_FALSE(std::filesystem::exists(checksum));
    EXPECT_EQ(read_properties(folder.path()).value().at("a"), "b");
    EXPECT_EQ(read_properties(folder.path() / "none").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::lake
