#include "run/python_packages.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

/// Plays Python and pip: makes the folder of a virtual environment, says versions, fails when told to.
class PlayedPython final : public PythonRuntime {
public:
    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline /*deadline*/) override {
        std::string words;
        for (const std::string& word : call.command) {
            words += (words.empty() ? "" : " ") + word;
        }
        calls.push_back(words);
        if (words.find(" venv ") != std::string::npos) {
            LEVADA_CHECK(make_folders(call.command.back()));
        }
        if (words.find("freeze") != std::string::npos) {
            LEVADA_CHECK(output.line("requests==2.0"));
            LEVADA_CHECK(output.line("tap-x==1.5"));
        }
        if (words.find("pip install") != std::string::npos) {
            LEVADA_CHECK(output.line("Collecting tap-x"));
            LEVADA_CHECK(output.line("  Using cached tap_x-1.5.whl"));
        }
        if (is_failing && words.find("pip install") != std::string::npos) {
            LEVADA_CHECK(output.log_line("ERROR: no such package"));
            return ProgramEnd{.exit_code = 1, .signal = 0};
        }
        return ProgramEnd{};
    }

    std::vector<std::string> calls{};
    bool is_failing = false;
};

struct Place {
    Place() {
        choice.requirements = {"tap-x>=1"};
        choice.venv = folder.path() / ".levada/venvs/tap-x-1";
    }
    PythonPackages packages() { return {folder.path(), python, clock, no_log()}; }

    testing::TempDir folder;
    testing::ManualClock clock;
    PlayedPython python;
    ProgramChoice choice;
};

TEST(PythonPackages, AreInstalledOnceAndLocked) {
    // Goal: a venv, the packages, a lock with every version; the lock is what is installed the next time.
    Place place;
    EXPECT_FALSE(PythonPackages::are_installed(place.choice));
    EXPECT_EQ(PythonPackages::require_installed(place.choice, "x").error().hint(), "levada connector install x");
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::locked).has_value());
    EXPECT_TRUE(PythonPackages::are_installed(place.choice));
    EXPECT_TRUE(place.python.calls.at(1).ends_with("--no-input tap-x>=1")) << place.python.calls.at(1);
    const std::filesystem::path lock = place.folder.path() / "connectors/tap-x-1.lock";
    EXPECT_EQ(*read_file(lock), "# levada connector install: tap-x>=1\nrequests==2.0\ntap-x==1.5\n");
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::locked).has_value());
    EXPECT_TRUE(place.python.calls.at(4).ends_with("--requirement " + lock.string())) << place.python.calls.at(4);
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::newest).has_value());
    EXPECT_TRUE(place.python.calls.at(7).ends_with("--no-input tap-x>=1"));
    place.choice.requirements = {"tap-x>=2"};
    EXPECT_FALSE(PythonPackages::are_installed(place.choice)) << "another requirement";
}

TEST(PythonPackages, FailuresSayWhy) {
    // Goal: pip's last words; nothing counts as installed.
    Place place;
    place.python.is_failing = true;
    const auto done = place.packages().install(place.choice, PackageVersions::locked);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code(), ErrorCode::unavailable);
    EXPECT_NE(done.error().message().find("ERROR: no such package"), std::string::npos) << done.error().to_string();
    EXPECT_FALSE(PythonPackages::are_installed(place.choice));
    EXPECT_TRUE(PythonPackages::are_installed(ProgramChoice())) << "nothing is asked for";
}

TEST(PythonPackages, AFailedUpgradeLeavesWhatWasThere) {
    // Goal: neither a failure nor a kill in its middle takes packages away that worked.
    Place place;
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::locked).has_value());
    ASSERT_TRUE(write_file_atomically(place.choice.venv / "mark", "first").has_value());
    place.python.is_failing = true;
    EXPECT_FALSE(place.packages().install(place.choice, PackageVersions::newest).has_value());
    EXPECT_TRUE(PythonPackages::are_installed(place.choice));
    EXPECT_EQ(*read_file(place.choice.venv / "mark"), "first");
    const std::filesystem::path before = place.choice.venv.string() + ".before";
    EXPECT_FALSE(std::filesystem::exists(before));
    std::filesystem::rename(place.choice.venv, before);
    std::filesystem::create_directories(place.choice.venv);
    EXPECT_FALSE(place.packages().install(place.choice, PackageVersions::newest).has_value()) << "after a kill";
    EXPECT_EQ(*read_file(place.choice.venv / "mark"), "first");
    place.python.is_failing = false;
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::newest).has_value());
    EXPECT_FALSE(std::filesystem::exists(place.choice.venv / "mark"));
    EXPECT_FALSE(std::filesystem::exists(before));
}

TEST(PythonPackages, AreNotInstalledInAnotherFolder) {
    // Goal: a project that was moved says what to do; the programs in its environment name the old place.
    Place place;
    ASSERT_TRUE(place.packages().install(place.choice, PackageVersions::locked).has_value());
    const std::filesystem::path moved = place.folder.path() / "moved";
    std::filesystem::rename(place.choice.venv, moved);
    place.choice.venv = moved;
    EXPECT_FALSE(PythonPackages::are_installed(place.choice));
}

TEST(PythonPackages, SayWhatTheyAreAt) {
    // Goal: who waits for minutes sees what is fetched, and nothing else.
    Place place;
    std::string seen;
    PythonPackages packages = place.packages();
    packages.set_progress([&seen](std::string_view text) { seen.append(text).append("\n"); });
    ASSERT_TRUE(packages.install(place.choice, PackageVersions::locked).has_value());
    EXPECT_EQ(seen, "Collecting tap-x\n");
}

}  // namespace
}  // namespace levada::app
