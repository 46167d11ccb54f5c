#include "cli/completion.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(Completion, EveryShellKnowsEveryCommand) {
    const std::vector<CommandSpec> commands = all_commands();
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const auto script = completion_script(commands, shell);
        ASSERT_TRUE(script) << shell;
        for (const CommandSpec& command : commands) {
            EXPECT_NE(script->find(command.path.back()), std::string::npos) << shell << " " << command.path.back();
        }
    }
}

TEST(Completion, BashKnowsOptionsByCommand) {
    const auto script = completion_script(all_commands(), "bash");
    ASSERT_TRUE(script);
    const std::size_t init = script->find("\"init\") words=");
    ASSERT_NE(init, std::string::npos);
    EXPECT_NE(script->substr(init, script->find(";;", init) - init).find("--template"), std::string::npos);
}

TEST(Completion, RefusesAnotherShell) {
    EXPECT_EQ(completion_script(all_commands(), "tcsh").error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
