#include "levada/lake/schema_inference.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(SchemaInference, TypesByValuesSeen) {
    SchemaInference inference;
    inference.look_at(
        "{\"i\":1,\"n\":1,\"b\":true,\"t\":\"x\",\"o\":{\"a\":1},\"l\":[],\"mixed\":1,\"late\":null}\n\n"
        "no json\n{\"n\":1.5,\"mixed\":{\"a\":1}}\n{\"big\":9223372036854775808}\n{\"late\":\"x\",\"\\u00e9\":1}");
    const std::vector<StreamField> want = {
        {"", "i", ColumnType::integer},
        {"", "n", ColumnType::number},
        {"", "b", ColumnType::boolean},
        {"", "t", ColumnType::text},
        {"", "o", ColumnType::json},
        {"", "l", ColumnType::json},
        {"", "mixed", ColumnType::text},
        {"", "big", ColumnType::number},
        {"", "late", ColumnType::text},
        {"", "é", ColumnType::integer},
    };
    EXPECT_EQ(inference.fields(), want);
}

}  // namespace
}  // namespace levada::lake
