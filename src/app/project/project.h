#pragma once

#include "project/program_choice.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/collect/retry_budget.h"
#include "levada/load/backlog.h"
#include "levada/load/loader.h"

namespace levada::app {

/// How one stream is read and written, where the project says so.
struct StreamChoice {
    std::string name;
    std::string sync_mode;              ///< full_refresh, incremental or empty: what the stream can do best
    std::string destination_sync_mode;  ///< overwrite, append, append_dedup or empty
    std::vector<std::string> primary_key;
    std::vector<std::string> cursor_field;
};

/// How often a schedule tries a run that failed: any time up to `wait` later, twice that, and so on.
struct Attempts {
    int count_max = 1;
    std::chrono::seconds wait{60};
    std::chrono::seconds wait_max{3'600};
};

/// One pipeline: a connector with its configuration, read into tables `<name>.<stream>`.
struct Pipeline {
    std::string name;
    std::filesystem::path folder;       ///< of the project; where programs run
    std::filesystem::path connector;    ///< absolute path of the manifest; empty: a program
    ProgramChoice program;              ///< the program, or the Python of the manifest's classes
    Json config = Json::object();       ///< secrets already put in; never print it
    std::vector<StreamChoice> streams;  ///< empty: all
    std::string cron;                   ///< empty: none
    std::optional<std::chrono::seconds> every;
    std::string timezone = "UTC";
    Attempts attempts;
    RetryBudgetOptions retries;  ///< of the requests of one run
    std::string http_rewrite;
    /// Streams read at once; airbyte::kStreamsAtOnceOfManifest: as many as the manifest says.
    std::int64_t concurrency = 0;
    OverwriteGuard overwrite;
    DeadLetterLimit dead_letters;
    std::uint32_t line = 0;
};

/// Limits and places that a project may set.
struct Settings {
    std::string listen_host = "127.0.0.1";
    int listen_port = 8080;
    std::string api_key;  ///< demanded of every request when the host is not loopback
    std::uint64_t raw_retention_days = 0;
    std::uint64_t queue_retention_bytes = std::uint64_t{1} << 30;
    std::uint64_t dead_letter_retention_days = 0;
    BacklogLimits backlog;
    std::chrono::seconds refused_for_max = std::chrono::hours(1);    ///< tables that take nothing for longer end a run
    RetryBudgetOptions host_retries = RetryBudgets::host_default();  ///< of all requests to one host
};

/// What levada.yaml says.
struct Project {
    std::filesystem::path folder;
    std::filesystem::path state_folder;  ///< .levada
    Settings settings;
    std::map<std::string, std::string> program_environment;  ///< what programs see of ours
    std::vector<Pipeline> pipelines;
    /// Every secret's text, so that a log can be kept clean of it.
    std::vector<std::string> secrets;

    const Pipeline* find(const std::string& name) const;
};

/// Reads `folder`/levada.yaml. Errors: not_found (no project here), invalid_config with file:line.
Result<Project> load_project(const std::filesystem::path& folder,
                             const std::map<std::string, std::string>& environment);

/// The project file's JSON schema, for editors.
std::string project_json_schema();

}  // namespace levada::app
