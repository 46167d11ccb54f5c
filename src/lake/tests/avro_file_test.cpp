#include "avro_file.h"

#include <gtest/gtest.h>

#include "levada/base/hash.h"
#include "levada/base/json.h"

namespace levada::lake {
namespace {

/// The record's bytes, after checking the container around them. Assumes sizes below 64 bytes and one schema.
std::string record_of(const std::string& file) {
    EXPECT_EQ(file.substr(0, 4), std::string("Obj\x01", 4));
    const std::size_t end = file.rfind("]}");
    EXPECT_NE(end, std::string::npos);
    const std::string rest = file.substr(end + 2);
    EXPECT_EQ(rest[0], '\0');                                        // end of the metadata map
    EXPECT_EQ(rest.substr(1, 16), rest.substr(rest.size() - 16));    // sync markers
    EXPECT_EQ(rest[17], '\x02');                                     // one record
    EXPECT_EQ(rest[18], static_cast<char>(2 * (rest.size() - 35)));  // its size
    return rest.substr(19, rest.size() - 35);
}

TEST(AvroFile, RequestedReplaceIsAllNullButItsVersion) {
    EXPECT_EQ(to_hex(record_of(print_requested_replace())),
              "000000"
              "00"
              "02");
    EXPECT_EQ(print_requested_replace(), print_requested_replace());
}

TEST(AvroFile, CleanMetadata) {
    CleanRecord record;
    record.instant = "3";
    record.keep_from = "2";
    record.last_completed = "2";
    record.names = {{"p", {"a"}}};
    EXPECT_EQ(to_hex(record_of(print_clean_metadata(record))),
              "0233"    // startCleanTime
              "02"      // timeTakenInMillis
              "02"      // totalFilesDeleted
              "0232"    // earliestCommitToRetain
              "0232"    // lastCompletedCommitTimestamp
              "020270"  // one partition: its key
              "0270"    // partitionPath
              "26" +
                  to_hex("KEEP_LATEST_COMMITS") +
                  "02026100"  // deletePathPatterns
                  "02026100"  // successDeleteFiles
                  "00"        // failedDeleteFiles
                  "0200"      // isPartitionDeleted
                  "00"        // end of partitions
                  "0004"      // version
                  "0200"      // bootstrapPartitionMetadata
                  "00");      // extraMetadata
}

TEST(AvroFile, CleanerPlanNamesTheFiles) {
    CleanRecord record;
    record.keep_from = "2";
    record.keep_from_action = "commit";
    record.paths = {{"p", {"file:/t/p/a"}}};
    const std::string bytes = print_cleaner_plan(record);
    EXPECT_NE(bytes.find("file:/t/p/a"), std::string::npos);
    EXPECT_NE(bytes.find("COMPLETED"), std::string::npos);
}

TEST(AvroFile, SchemasAreJson) {
    for (const std::string& file : {print_requested_replace(), print_cleaner_plan({}), print_clean_metadata({})}) {
        const std::size_t begin = file.find('{');
        const std::size_t end = file.rfind("]}");
        EXPECT_TRUE(parse_json(file.substr(begin, end + 2 - begin)).has_value());
    }
}

}  // namespace
}  // namespace levada::lake
