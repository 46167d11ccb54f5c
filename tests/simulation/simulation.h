#pragma once

#include "simulated_disk.h"

#include <cstdint>
#include <filesystem>
#include <string>

#include "levada/ports/sql_engine.h"

namespace levada::simulation {

/// Which run of the simulation, and what it is broken by on purpose.
struct Setting {
    std::uint64_t seed = 0;
    std::filesystem::path folder;  ///< for the disk; made and removed
    SqlEngine* engine = nullptr;
    bool has_keyed_stream = false;  ///< `orders` too, which only a real engine can merge
    bool is_shown = false;          ///< each change of the disk on stderr
    Lie lie = Lie::none;
    std::string lie_name;
};

/// How it ended.
struct Outcome {
    std::string failure;  ///< empty: every promise held
    std::uint64_t trace = 0;
    std::int64_t crash_count = 0;
    std::int64_t change_count = 0;
    std::int64_t record_count = 0;
    bool is_damage_found = false;  ///< a flipped bit was reported as corruption, which ends the run
};

/// One world from its beginning to its end: several lives of the program, each with its own faults, then one without
/// any, after which every table has to be exactly right. The same setting gives the same outcome.
Outcome simulate(const Setting& setting);

}  // namespace levada::simulation
