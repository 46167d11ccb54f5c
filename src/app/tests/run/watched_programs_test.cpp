#include "run/watched_programs.h"

#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

#include "levada/adapters/system_clock.h"

namespace levada::app {
namespace {

/// Sends us a signal as soon as the program says something.
class SignalOnWord final : public ProgramOutput {
public:
    Status line(std::string_view /*text*/) override {
        ::kill(::getpid(), SIGTERM);
        return ok();
    }
    Status log_line(std::string_view /*text*/) override { return ok(); }
    Status idle() override { return ok(); }
};

TEST(WatchedPrograms, ASignalEndsTheProgramAndNotUs) {
    // Goal: SIGTERM while a program runs is `cancelled`.
    const SystemClock clock;
    SignalOnWord output;
    ProgramCall call;
    call.command = {"sh", "-c", "echo here; exec sleep 600"};
    call.environment = {{"PATH", "/usr/bin:/bin"}};
    const auto end = WatchedPrograms(clock).run(call, output, Deadline::never());
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().code(), ErrorCode::cancelled);
}

}  // namespace
}  // namespace levada::app
