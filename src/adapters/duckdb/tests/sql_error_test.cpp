#include "sql_error.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(SqlError, CodeOfText) {
    struct Case {
        const char* text;
        ErrorCode want;
    };
    const Case cases[] = {
        {"Parser Error: syntax error at or near \"selec\"", ErrorCode::invalid_data},
        {"Catalog Error: Table with name t does not exist!", ErrorCode::not_found},
        {"Catalog Error: Table with name t already exists!", ErrorCode::invalid_data},
        {"IO Error: Could not write file: No space left on device", ErrorCode::unavailable},
        {"IO Error: No files found that match the pattern", ErrorCode::not_found},
        {"Out of Memory Error: failed to allocate", ErrorCode::unavailable},
        {"Permission Error: Cannot access file", ErrorCode::permission_denied},
        {"INTERRUPT Error: Interrupted!", ErrorCode::cancelled},
        {"Not implemented Error: x", ErrorCode::unsupported},
        {"INTERNAL Error: x", ErrorCode::internal},
        {"anything else", ErrorCode::invalid_data},
    };
    for (const Case& c : cases) {
        const Error error = error_from_text(c.text);
        EXPECT_EQ(error.code(), c.want) << "case: " << c.text;
        EXPECT_EQ(error.message(), c.text);
    }
}

TEST(SqlError, OutOfMemorySaysWhatToDo) {
    EXPECT_NE(error_from_type(DUCKDB_ERROR_OUT_OF_MEMORY, "x").hint(), "");
}

TEST(SqlError, AFullDiskSaysWhatToDo) {
    const Error error = error_from_text("IO Error: Could not write file \"x\": No space left on device");
    EXPECT_EQ(error.hint(), "free some disk space, then run the same command again");
    EXPECT_EQ(error_from_text("IO Error: Could not read file").hint(), "");
}

}  // namespace
}  // namespace levada::duckdb
