#include "run/table_tool.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(TableContext, ItsScratchFolderGoesWithIt) {
    std::filesystem::path scratch;
    ASSERT_TRUE(with_table_context([&](const lake::ScriptContext& context) {
        scratch = context.scratch;
        EXPECT_TRUE(std::filesystem::is_directory(scratch));
        return ok();
    }));
    EXPECT_FALSE(std::filesystem::exists(scratch));
    const Status failed = with_table_context(
        [](const lake::ScriptContext& /*context*/) { return Status(Error(ErrorCode::not_found, "no table")); });
    EXPECT_EQ(failed.error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
