#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(CompletionCommand, PrintsTheScriptOrSaysWhichShells) {
    RecordedProcess process;
    ASSERT_TRUE(process.run({"completion", "bash"}));
    EXPECT_NE(process.out().find("complete -F _levada levada"), std::string::npos);
    const auto refused = process.run({"completion", "tcsh"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("bash, zsh or fish"), std::string::npos);
}

}  // namespace
}  // namespace levada::app
