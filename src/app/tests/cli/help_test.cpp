#include "cli/parser.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(Help, EveryCommandHasAPageThatNamesItsOptions) {
    const std::vector<CommandSpec> commands = all_commands();
    ASSERT_GE(commands.size(), 3U);
    for (const CommandSpec& command : commands) {
        const std::string page = help_of(commands, command.path);
        EXPECT_EQ(page.find(command.summary), 0U) << page;
        EXPECT_TRUE(command.summary.ends_with('.')) << command.summary;
        EXPECT_NE(page.find("--project"), std::string::npos);
        for (const OptionSpec& option : command.options) {
            EXPECT_NE(page.find("--" + option.name), std::string::npos) << page;
            EXPECT_FALSE(option.help.empty()) << option.name;
        }
        for (const OperandSpec& operand : command.operands) {
            EXPECT_NE(page.find(operand.name + "  "), std::string::npos) << page;
        }
        EXPECT_NE(command.run, nullptr);
    }
}

TEST(Help, TheProgramListsEveryCommand) {
    const std::vector<CommandSpec> commands = all_commands();
    const std::string page = help_of(commands, {});
    for (const CommandSpec& command : commands) {
        EXPECT_NE(page.find(command.summary), std::string::npos) << command.summary;
    }
    EXPECT_NE(page.find("Exit codes"), std::string::npos);
}

}  // namespace
}  // namespace levada::app
