#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(SchemaCommand, PrintsTheProjectSchema) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"schema"}));
    EXPECT_NE(process.out().find("\"pipelines\""), std::string::npos);
}

}  // namespace
}  // namespace levada::app
