#include "avro_schema.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(AvroSchema, NamesAsHudiComparesThem) {
    const auto schema = avro_schema_of(
        "t",
        {{"d", "DECIMAL(18,4)"}, {"items", "STRUCT(a INTEGER)[]"}, {"m", "MAP(VARCHAR, DATE)"}, {"at", "TIMESTAMPTZ"}});
    ASSERT_TRUE(schema.has_value()) << schema.error().to_string();
    EXPECT_EQ(
        schema->dump(),
        R"({"type":"record","name":"t_record","namespace":"hoodie.t","fields":[)"
        R"({"name":"d","type":["null",{"type":"fixed","name":"fixed","namespace":"hoodie.t.t_record.d","size":16,)"
        R"("logicalType":"decimal","precision":38,"scale":4}],"default":null},)"
        R"({"name":"items","type":["null",{"type":"array","items":["null",{"type":"record","name":"items",)"
        R"("namespace":"hoodie.t.t_record","fields":[{"name":"a","type":["null","int"],"default":null}]}]}],)"
        R"("default":null},)"
        R"({"name":"m","type":["null",{"type":"map","values":["null",{"type":"int","logicalType":"date"}]}],)"
        R"("default":null},)"
        R"({"name":"at","type":["null",{"type":"long","logicalType":"timestamp-micros"}],"default":null}]})");
}

TEST(AvroSchema, MetaColumnsStandInFront) {
    const Json schema = with_meta_columns(avro_schema_of("t", {{"id", "VARCHAR"}}).value());
    EXPECT_EQ(field_names_of(schema),
              (std::vector<std::string>{"_hoodie_commit_time",
                                        "_hoodie_commit_seqno",
                                        "_hoodie_record_key",
                                        "_hoodie_partition_path",
                                        "_hoodie_file_name",
                                        "id"}));
    EXPECT_EQ(avro_schema_of("t", {{"id", "UUID"}}).error().fact("column"), "id");
    EXPECT_TRUE(field_names_of(Json("string")).empty());
}

}  // namespace
}  // namespace levada::lake
