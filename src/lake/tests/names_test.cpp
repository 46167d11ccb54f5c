#include "names.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(Names, Quoting) {
    EXPECT_EQ(sql_name("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(sql_text("it's"), "'it''s'");
    EXPECT_EQ(sql_list({"a", "b'"}), "['a', 'b''']");
    EXPECT_EQ(sql_list({}), "[]");
}

TEST(Names, ColumnsThatHudiReads) {
    for (const char* name : {"a", "_x", "select", "Mixed9", "ünï"}) {
        EXPECT_TRUE(check_column_name(name).has_value()) << "case: " << name;
    }
    for (const char* name : {"", "1a", "a-b", "a.b", "a b", "a$b", "é's"}) {
        const Status status = check_column_name(name);
        ASSERT_FALSE(status.has_value()) << "case: " << name;
        EXPECT_EQ(status.error().code(), ErrorCode::unsupported) << "case: " << name;
    }
    EXPECT_EQ(check_columns({{"a", "INTEGER"}, {"A", "INTEGER"}}).error().code(), ErrorCode::conflict);
    EXPECT_TRUE(check_columns({{"a", "INTEGER"}, {"b", "INTEGER"}}).has_value());
}

}  // namespace
}  // namespace levada::lake
