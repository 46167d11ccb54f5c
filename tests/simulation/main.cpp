// levada_simulation [--seeds N] [--seed S | --show S] [--engine light|duckdb] [--jobs N] [--lie-file NAME |
// --lie-folder NAME | --lie-removal NAME] Ends with 0 when every seed passed, else prints each failing seed with what
// was wrong and how to see it again.

#include "light_engine.h"
#include "simulation.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/testing/manual_clock.h"

namespace {

using levada::simulation::Lie;
using levada::simulation::Outcome;
using levada::simulation::Setting;

constexpr int kFailuresShownMax = 5;
constexpr std::size_t kPidDigits = 10;

struct Wanted {
    std::uint64_t first = 1;
    std::uint64_t count = 1000;
    std::uint64_t jobs = 1;
    std::string engine = "light";
    bool is_shown = false;
    Lie lie = Lie::none;
    std::string lie_name;
};

bool take(Wanted& wanted, const std::string& name, const char* value) {
    if (name == "--seed") {
        wanted.first = std::strtoull(value, nullptr, 10);
        wanted.count = 1;
    } else if (name == "--seeds") {
        wanted.count = std::strtoull(value, nullptr, 10);
    } else if (name == "--jobs") {
        wanted.jobs = std::strtoull(value, nullptr, 10);
    } else if (name == "--engine") {
        wanted.engine = value;
    } else if (name == "--show") {
        wanted.first = std::strtoull(value, nullptr, 10);
        wanted.count = 1;
        wanted.is_shown = true;
    } else if (name == "--lie-file") {
        wanted.lie = Lie::file_sync;
        wanted.lie_name = value;
    } else if (name == "--lie-folder") {
        wanted.lie = Lie::folder_sync;
        wanted.lie_name = value;
    } else if (name == "--lie-removal") {
        wanted.lie = Lie::removal;
        wanted.lie_name = value;
    } else {
        return false;
    }
    return true;
}

std::filesystem::path disk_folder() {
    // In memory where there is such a place: the disk is made and unmade thousands of times.
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path base =
        ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
    // As long in every process: paths stand in files, and their lengths are part of a run.
    const std::string number = std::to_string(::getpid());
    return base / ("levada-simulation-" + std::string(kPidDigits - std::min(kPidDigits, number.size()), '0') + number);
}

std::uint64_t current_seed = 0;

// A broken invariant ends the process: the seed is all that can still be said.
void tell_seed(int /*signal*/) {
    std::fprintf(stderr, "FAIL seed %llu: the program aborted\n", static_cast<unsigned long long>(current_seed));
}

/// Seeds first, first + jobs, …: how many failed.
int run_share(const Wanted& wanted, std::uint64_t share) {
    levada::testing::ManualClock clock;
    std::unique_ptr<levada::SqlEngine> engine = std::make_unique<levada::simulation::LightEngine>();
    Setting setting;
    setting.folder = disk_folder();
    setting.is_shown = wanted.is_shown;
    setting.lie = wanted.lie;
    setting.lie_name = wanted.lie_name;
    if (wanted.engine == "duckdb") {
        levada::DuckDbOptions options;
        options.threads = 1;
        options.temp_folder = setting.folder.string() + "-spill";
        auto opened = levada::DuckDbEngine::open(options, clock);
        if (!opened.has_value()) {
            std::printf("%s\n", opened.error().to_string().c_str());
            return 1;
        }
        engine = std::move(*opened);
        setting.has_keyed_stream = true;
    }
    setting.engine = engine.get();
    std::signal(SIGABRT, tell_seed);
    int failed = 0;
    for (std::uint64_t i = share; i < wanted.count && failed < kFailuresShownMax; i += wanted.jobs) {
        setting.seed = wanted.first + i;
        current_seed = setting.seed;
        const Outcome outcome = simulate(setting);
        if (wanted.count == 1) {
            std::printf("seed %llu: trace %016llx, %lld crashes, %lld changes of the disk, %lld records%s\n",
                        static_cast<unsigned long long>(setting.seed),
                        static_cast<unsigned long long>(outcome.trace),
                        static_cast<long long>(outcome.crash_count),
                        static_cast<long long>(outcome.change_count),
                        static_cast<long long>(outcome.record_count),
                        outcome.is_damage_found ? ", a flipped bit was found" : "");
        }
        if (!outcome.failure.empty()) {
            ++failed;
            std::printf("FAIL seed %llu: %s\n     again: levada_simulation --seed %llu --engine %s\n",
                        static_cast<unsigned long long>(setting.seed),
                        outcome.failure.c_str(),
                        static_cast<unsigned long long>(setting.seed),
                        wanted.engine.c_str());
        }
    }
    std::fflush(stdout);
    return failed;
}

}  // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 >= argc || !take(wanted, argv[i], argv[i + 1])) {
            std::printf(
                "usage: levada_simulation [--seeds N] [--seed S | --show S] [--jobs N]\n"
                "                         [--engine light|duckdb] [--lie-file NAME] [--lie-folder NAME]\n"
                "                         [--lie-removal NAME]\n");
            return 5;
        }
    }
    const auto started = std::chrono::steady_clock::now();
    std::vector<pid_t> children;
    for (std::uint64_t share = 0; share < wanted.jobs; ++share) {
        const pid_t child = ::fork();
        if (child == 0) {
            const int failed = run_share(wanted, share);
            std::_Exit(failed == 0 ? 0 : 1);
        }
        children.push_back(child);
    }
    bool is_good = true;
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        is_good = is_good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
    std::printf("%s %llu seeds from %llu with the %s engine in %.1f s\n",
                is_good ? "ok  " : "FAIL",
                static_cast<unsigned long long>(wanted.count),
                static_cast<unsigned long long>(wanted.first),
                wanted.engine.c_str(),
                seconds.count());
    return is_good ? 0 : 1;
}
