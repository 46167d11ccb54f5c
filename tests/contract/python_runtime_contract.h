#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sched.h>

#include "levada/base/deadline.h"
#include "levada/ports/python_runtime.h"

namespace levada {

/// The machine's time: programs run on it.
inline Monotonic machine_now() {
    return std::chrono::steady_clock::now();
}

/// Keeps what a program said; fails the first line once told to.
class HeardOutput final : public ProgramOutput {
public:
    Status line(std::string_view text) override {
        if (!refusal.empty()) {
            return Error(ErrorCode::unavailable, refusal);
        }
        lines.emplace_back(text);
        return ok();
    }
    Status log_line(std::string_view text) override {
        log_lines.emplace_back(text);
        return ok();
    }
    Status idle() override {
        idle_count += 1;
        return on_idle ? on_idle() : ok();
    }

    std::vector<std::string> lines{};
    std::vector<std::string> log_lines{};
    std::string refusal{};
    int idle_count = 0;
    std::function<Status()> on_idle{};
};

/// What every PythonRuntime promises. `Fixture` is default-constructible and has `PythonRuntime& runtime()` and
/// `void stop()`, which tells it that we are to stop.
template <typename Fixture>
class PythonRuntimeContract : public ::testing::Test {
protected:
    static ProgramCall shell(const std::string& script) {
        ProgramCall call;
        call.command = {"sh", "-c", script};
        call.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
        call.limits.stop_grace = std::chrono::milliseconds(50);
        return call;
    }
    static ProgramCall python(const std::string& script) {
        ProgramCall call = shell("");
        call.command = {"python3", "-c", script};
        return call;
    }
    Result<ProgramEnd> run(const ProgramCall& call) { return fixture_.runtime().run(call, output_, deadline()); }
    /// Far more than anything here takes.
    static Deadline deadline() { return Deadline::after(machine_now(), std::chrono::seconds(120)); }

    /// True once the process is gone, or waits only for init to be told of its end.
    static bool is_gone(const std::string& process_id) {
        const Deadline limit = Deadline::after(machine_now(), std::chrono::seconds(30));
        while (!limit.has_passed(machine_now())) {
            std::ifstream file("/proc/" + process_id + "/stat");
            std::string text;
            if (!std::getline(file, text) || text.find(") Z ") != std::string::npos) {
                return true;
            }
            sched_yield();
        }
        return false;
    }

    Fixture fixture_;
    HeardOutput output_;
};

TYPED_TEST_SUITE_P(PythonRuntimeContract);

TYPED_TEST_P(PythonRuntimeContract, LinesComeInOrderAndWhole) {
    // Goal: both outputs as lines, without line breaks, also the last one that has none.
    const auto end = this->run(this->shell("printf 'a\\n\\nb\\r\\nlast'; echo one >&2; printf two >&2"));
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    EXPECT_TRUE(end->has_succeeded());
    EXPECT_EQ(this->output_.lines, (std::vector<std::string>{"a", "", "b", "last"}));
    EXPECT_EQ(this->output_.log_lines, (std::vector<std::string>{"one", "two"}));
}

TYPED_TEST_P(PythonRuntimeContract, ManyLinesAreNotLost) {
    // Goal: far more than a pipe holds, written just before the end.
    const auto end = this->run(this->python("import sys\nfor n in range(200000): sys.stdout.write('line %d\\n' % n)"));
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    ASSERT_EQ(this->output_.lines.size(), 200000U);
    EXPECT_EQ(this->output_.lines.back(), "line 199999");
}

TYPED_TEST_P(PythonRuntimeContract, TellsHowTheProgramEnded) {
    // Goal: a failing program is no error of ours.
    const auto failed = this->run(this->shell("exit 3"));
    ASSERT_TRUE(failed.has_value());
    EXPECT_EQ(failed->exit_code, 3);
    EXPECT_FALSE(failed->has_succeeded());
    const auto killed = this->run(this->shell("kill -9 $$"));
    ASSERT_TRUE(killed.has_value());
    EXPECT_EQ(killed->signal, 9);
}

TYPED_TEST_P(PythonRuntimeContract, ArgumentsAndEnvironmentPassAsTheyAre) {
    // Goal: no shell looks at them, and nothing else of our environment is seen.
    ProgramCall call = this->python(
        "import os, sys\nprint(sys.argv[1:])\nprint(sorted(k for k in os.environ if k != 'LC_CTYPE'))\n"
        "print(os.environ['V'])\nprint(repr(sys.stdin.read()))\nprint(os.getcwd())");
    call.command.insert(call.command.end(), {"$(touch x)", "a b;c", "--", "é"});
    call.environment["V"] = "'\"$HOME";
    call.folder = "/usr";
    const auto end = this->run(call);
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    EXPECT_EQ(
        this->output_.lines,
        (std::vector<std::string>{"['$(touch x)', 'a b;c', '--', 'é']", "['PATH', 'V']", "'\"$HOME", "''", "/usr"}));
}

TYPED_TEST_P(PythonRuntimeContract, FilesAreForTheProgramOnly) {
    // Goal: options and paths behind the command; only the owner may read; gone after the call.
    ProgramCall call = this->python(
        "import os, sys\nprint(sys.argv[1], sys.argv[3])\n"
        "print(open(sys.argv[2]).read(), oct(os.stat(sys.argv[2]).st_mode & 0o777))\n"
        "print(oct(os.stat(os.path.dirname(sys.argv[2])).st_mode & 0o777))\nprint(sys.argv[2])");
    call.files = {{"--config", "config.json", R"({"k": "v"})"}, {"--state", "state.json", "[]"}};
    const auto end = this->run(call);
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    ASSERT_EQ(this->output_.lines.size(), 4U);
    EXPECT_EQ(this->output_.lines[0], "--config --state");
    EXPECT_EQ(this->output_.lines[1], R"({"k": "v"} 0o600)");
    EXPECT_EQ(this->output_.lines[2], "0o700");
    EXPECT_FALSE(std::filesystem::exists(this->output_.lines[3]));
}

TYPED_TEST_P(PythonRuntimeContract, AProgramThatIsNotThere) {
    // Goal: by name and by path, told before anything runs.
    for (const char* name : {"levada-no-such-program", "/no/such/program"}) {
        ProgramCall call = this->shell("");
        call.command = {name};
        const auto end = this->run(call);
        ASSERT_FALSE(end.has_value()) << name;
        EXPECT_EQ(end.error().code(), ErrorCode::not_found) << name;
    }
}

TYPED_TEST_P(PythonRuntimeContract, ALineHasALimit) {
    // Goal: with or without its end, and the program is gone. Log lines are cut instead.
    ProgramCall call = this->shell("echo $$; head -c 5000 /dev/zero | tr '\\0' x; exec sleep 600");
    call.limits.line_bytes_max = 1000;
    const auto end = this->run(call);
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().code(), ErrorCode::invalid_data);
    ASSERT_FALSE(this->output_.lines.empty());
    EXPECT_TRUE(this->is_gone(this->output_.lines[0]));
    EXPECT_TRUE(this->run(this->shell("head -c 200000 /dev/zero | tr '\\0' x >&2")).has_value());
    std::size_t size_bytes = 0;
    for (const std::string& line : this->output_.log_lines) {
        size_bytes += line.size();
    }
    EXPECT_EQ(size_bytes, 200'000U);
    EXPECT_GT(this->output_.log_lines.size(), 1U);
}

TYPED_TEST_P(PythonRuntimeContract, MemoryHasALimit) {
    // Goal: the program fails, we do not; without a limit the same program runs.
    ProgramCall call = this->python("x = bytearray(300_000_000)\nprint(len(x))");
    call.limits.memory_bytes = 200'000'000;
    const auto end = this->run(call);
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    EXPECT_FALSE(end->has_succeeded());
    EXPECT_TRUE(this->output_.lines.empty());
    call.limits.memory_bytes = 0;
    ASSERT_TRUE(this->run(call).has_value());
    EXPECT_EQ(this->output_.lines, (std::vector<std::string>{"300000000"}));
}

TYPED_TEST_P(PythonRuntimeContract, TimeHasALimit) {
    // Goal: past the deadline, or too long without a word, the program ends, though it will not hear of it.
    ProgramCall call = this->shell("trap '' TERM; echo $$; while :; do sleep 600; done");
    this->output_.on_idle = [] { return ok(); };
    call.limits.silence_max = std::chrono::seconds(0);
    const auto silent = this->run(call);
    ASSERT_FALSE(silent.has_value());
    EXPECT_EQ(silent.error().code(), ErrorCode::deadline_exceeded);
    call.limits.silence_max = std::chrono::seconds(600);
    const auto late = this->fixture_.runtime().run(call, this->output_, Deadline::at(machine_now()));
    ASSERT_FALSE(late.has_value());
    EXPECT_EQ(late.error().code(), ErrorCode::deadline_exceeded);
    for (const std::string& process_id : this->output_.lines) {
        EXPECT_TRUE(this->is_gone(process_id)) << process_id;
    }
}

TYPED_TEST_P(PythonRuntimeContract, StopsWhenWeAreToldTo) {
    // Goal: cancelled, from the middle of a silent program.
    this->output_.on_idle = [this] {
        if (!this->output_.lines.empty()) {
            this->fixture_.stop();
        }
        return ok();
    };
    const auto end = this->run(this->shell("echo $$; exec sleep 600"));
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().code(), ErrorCode::cancelled);
    EXPECT_TRUE(this->is_gone(this->output_.lines.at(0)));
}

TYPED_TEST_P(PythonRuntimeContract, AnErrorOfTheOutputEndsTheProgram) {
    // Goal: what could not be taken ends the call with that error.
    this->output_.refusal = "disk full";
    const auto end = this->run(this->shell("while :; do echo line; done"));
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().message(), "disk full");
}

TYPED_TEST_P(PythonRuntimeContract, WhatAProgramLeavesRunningEndsWithIt) {
    // Goal: a child of the child that holds our pipes open neither keeps us waiting nor stays.
    const auto end = this->run(this->shell("sleep 600 & echo $!"));
    ASSERT_TRUE(end.has_value()) << end.error().to_string();
    ASSERT_EQ(this->output_.lines.size(), 1U);
    EXPECT_TRUE(this->is_gone(this->output_.lines[0]));
}

TYPED_TEST_P(PythonRuntimeContract, IdleMomentsAreTold) {
    // Goal: a program that says something and then waits lets us hand on what we have.
    this->output_.on_idle = [this] {
        return this->output_.lines.empty() ? ok() : Status(Error(ErrorCode::cancelled, "seen enough"));
    };
    const auto end = this->run(this->shell("echo a; exec sleep 600"));
    ASSERT_FALSE(end.has_value());
    EXPECT_EQ(end.error().message(), "seen enough");
}

REGISTER_TYPED_TEST_SUITE_P(PythonRuntimeContract,
                            LinesComeInOrderAndWhole,
                            ManyLinesAreNotLost,
                            TellsHowTheProgramEnded,
                            ArgumentsAndEnvironmentPassAsTheyAre,
                            FilesAreForTheProgramOnly,
                            AProgramThatIsNotThere,
                            ALineHasALimit,
                            MemoryHasALimit,
                            TimeHasALimit,
                            StopsWhenWeAreToldTo,
                            AnErrorOfTheOutputEndsTheProgram,
                            WhatAProgramLeavesRunningEndsWithIt,
                            IdleMomentsAreTold);

}  // namespace levada
