#include "run/known_runs.h"

#include <filesystem>

namespace levada::app {

Result<std::unique_ptr<SqliteMetadata>> look_at_metadata(const Project& project) {
    const std::filesystem::path file = project.state_folder / "metadata.sqlite";
    if (!std::filesystem::exists(file)) {
        return Error(ErrorCode::not_found, "nothing has run in this project yet").hint("levada run");
    }
    return SqliteMetadata::look(file);
}

Result<schedule::Run> run_of(schedule::RunStore& runs, const std::string& text) {
    LEVADA_TRY(std::vector<schedule::Run> all, runs.list({.limit = schedule::RunStore::kRunsMax}));
    std::vector<schedule::Run*> found;
    for (schedule::Run& run : all) {
        if (text.empty() || text == "last" || run.id == text) {
            return std::move(run);
        }
        if (run.id.starts_with(text) || run.id.ends_with(text)) {
            found.push_back(&run);
        }
    }
    if (found.size() == 1) {
        return std::move(*found.front());
    }
    if (found.empty()) {
        return Error(ErrorCode::not_found, "there is no run \"" + text + "\"").hint("levada runs ls");
    }
    return Error(ErrorCode::invalid_config,
                 "\"" + text + "\" is the begin or end of " + std::to_string(found.size()) + " runs' ids")
        .hint("levada runs ls");
}

}  // namespace levada::app
