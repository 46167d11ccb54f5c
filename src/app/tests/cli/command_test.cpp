#include "cli/command.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ExitCodes, FitTheError) {
    struct Case {
        ErrorCode code;
        ExitCode want;
    };
    constexpr Case kCases[] = {
        {ErrorCode::invalid_config, ExitCode::configuration},
        {ErrorCode::unsupported, ExitCode::configuration},
        {ErrorCode::unauthenticated, ExitCode::handled_failure},
        {ErrorCode::invalid_data, ExitCode::handled_failure},
        {ErrorCode::not_found, ExitCode::handled_failure},
        {ErrorCode::conflict, ExitCode::try_again},
        {ErrorCode::unavailable, ExitCode::try_again},
        {ErrorCode::deadline_exceeded, ExitCode::try_again},
        {ErrorCode::internal, ExitCode::internal_error},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(exit_code_of(Error(c.code, "x")), c.want) << to_string(c.code);
    }
}

TEST(Process, ColorNeedsATerminalAndNoNoColor) {
    Process process;
    EXPECT_FALSE(process.has_color());
    process.is_error_terminal = true;
    EXPECT_TRUE(process.has_color());
    process.environment["NO_COLOR"] = "1";
    EXPECT_FALSE(process.has_color());
    process.environment = {{"TERM", "dumb"}};
    EXPECT_FALSE(process.has_color());
    EXPECT_EQ(process.environment_or("HOME", "/"), "/");
}

}  // namespace
}  // namespace levada::app
