#include "run/terminal_progress.h"

#include "recorded_process.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ProgressOptions, FollowTerminalAndOptions) {
    RecordedProcess recorded;
    Arguments arguments;
    EXPECT_EQ(progress_options(recorded.process, arguments).mode, observe::ProgressMode::lines);
    recorded.process.is_error_terminal = true;
    recorded.process.environment["TERM"] = "xterm";
    EXPECT_EQ(progress_options(recorded.process, arguments).mode, observe::ProgressMode::bars);
    recorded.process.environment["NO_COLOR"] = "1";
    EXPECT_EQ(progress_options(recorded.process, arguments).colour, observe::Colour::none);
    arguments.set("json", "true");
    EXPECT_EQ(progress_options(recorded.process, arguments).mode, observe::ProgressMode::json);
    Arguments quiet;
    quiet.set("quiet", "true");
    EXPECT_EQ(progress_options(recorded.process, quiet).mode, observe::ProgressMode::silent);
}

}  // namespace
}  // namespace levada::app
