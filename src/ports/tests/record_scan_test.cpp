#include "levada/ports/record_scan.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(ColumnType, NamesReadBack) {
    constexpr std::string_view kNames[] = {
        "boolean", "integer", "number", "text", "json", "date", "timestamp", "timestamp_tz", "time"};
    for (const std::string_view name : kNames) {
        const std::optional<ColumnType> type = column_type_from(name);
        ASSERT_TRUE(type.has_value()) << "case: " << name;
        EXPECT_EQ(to_string(*type), name);
    }
    EXPECT_FALSE(column_type_from("decimal").has_value());
}

}  // namespace
}  // namespace levada
