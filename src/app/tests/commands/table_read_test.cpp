#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(TableReadCommand, SaysWhenThereIsNoTable) {
    const testing::TempDir folder;
    RecordedProcess process;
    const auto refused = process.run({"table", "read", "--path", folder.path().string()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::not_found) << refused.error().to_string();
    EXPECT_EQ(process.out(), "");
}

}  // namespace
}  // namespace levada::app
