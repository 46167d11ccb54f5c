#include "levada/adapters/process_runtime.h"

#include "contract/python_runtime_contract.h"

#include <atomic>
#include <chrono>
#include <filesystem>

#include <gtest/gtest.h>

#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class MachineClock final : public Clock {
public:
    Instant now() const override { return Instant(); }
    Monotonic monotonic() const override { return machine_now(); }
    void sleep_for(std::chrono::nanoseconds /*duration*/) override {}
};

class ProcessFixture {
public:
    PythonRuntime& runtime() { return runtime_; }
    void stop() { is_stopping_ = true; }
    ~ProcessFixture() { EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << "a call left files behind"; }

private:
    testing::TempDir folder_;
    MachineClock clock_;
    std::atomic<bool> is_stopping_ = false;
    ProcessRuntime runtime_{clock_, is_stopping_, folder_.path()};
};

INSTANTIATE_TYPED_TEST_SUITE_P(Process, PythonRuntimeContract, ProcessFixture);

TEST(ProcessRuntime, AnEmptyCommandIsAMistakeOfTheConfiguration) {
    // Goal: told before a folder or a process is made.
    ProcessFixture fixture;
    HeardOutput output;
    const auto end = fixture.runtime().run({.command = {}}, output, Deadline::never());
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().code(), ErrorCode::invalid_config);
}

TEST(ProcessRuntime, FilesNeedAPlace) {
    // Goal: a temporary folder that is not there is told with its path.
    const MachineClock clock;
    const std::atomic<bool> is_stopping = false;
    ProcessRuntime runtime(clock, is_stopping, "/no/such/folder");
    HeardOutput output;
    ProgramCall call;
    call.command = {"true"};
    call.files = {{"--config", "config.json", "{}"}};
    const auto end = runtime.run(call, output, Deadline::never());
    ASSERT_FALSE(end.has_value());
    EXPECT_NE(end.error().message().find("/no/such/folder"), std::string::npos) << end.error().to_string();
}

}  // namespace
}  // namespace levada
