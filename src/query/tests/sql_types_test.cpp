#include "sql_types.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(SqlTypes, Families) {
    EXPECT_EQ(family_of("BIGINT"), TypeFamily::integer);
    EXPECT_EQ(family_of("DECIMAL(18,3)"), TypeFamily::decimal);
    EXPECT_EQ(family_of("VARCHAR[]"), TypeFamily::list);
    EXPECT_EQ(family_of("LIST"), TypeFamily::list);
    EXPECT_EQ(family_of("STRUCT(a INTEGER)"), TypeFamily::nested);
    EXPECT_EQ(family_of("STRUCT(a INTEGER)[]"), TypeFamily::list);
    EXPECT_EQ(family_of("TIMESTAMP WITH TIME ZONE"), TypeFamily::timestamp);
    EXPECT_EQ(family_of("INTERVAL"), TypeFamily::other);
}

TEST(SqlTypes, Casts) {
    EXPECT_EQ(engine_type_of("INT4"), "INTEGER");
    EXPECT_EQ(engine_type_of("double precision"), "DOUBLE");
    EXPECT_EQ(engine_type_of("money"), std::nullopt);
}

}  // namespace
}  // namespace levada::query
