#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/ports/python_runtime.h"

namespace levada::programs {

/// A connector that is a program, and what one use of it is about.
struct ProgramOptions {
    /// Program and arguments; the verb and its files come behind.
    std::vector<std::string> command{};
    /// Arguments behind those of the verbs that take a configuration: all but `spec`.
    std::vector<std::string> verb_arguments{};
    std::map<std::string, std::string> environment{};
    std::filesystem::path folder{};
    ProgramLimits limits{};
    /// Longest time of a read; the other verbs get `ask_time_max`.
    std::chrono::seconds read_time_max{24 * 3600};
    std::chrono::seconds ask_time_max{10 * 60};
    /// ConnectorSpecification where it is known without asking the program.
    std::optional<Json> spec{};
    Json config = Json::object();
    Json catalog{};  ///< configured catalog of a read, or null
    Json state{};    ///< list of AirbyteStateMessage, or null
};

}  // namespace levada::programs
