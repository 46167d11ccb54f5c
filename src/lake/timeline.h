#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::lake {

/// A completed or pending action of the timeline.
struct Action {
    std::string instant;
    std::string kind;  ///< "commit", "replacecommit", "clean", …

    bool operator==(const Action&) const = default;
};

/// What `.hoodie` holds, in the order of instants.
struct Timeline {
    std::vector<Action> commits;  ///< completed commits and replacecommits
    std::vector<Action> pending;  ///< commits and replacecommits without their completed file
    std::string newest;           ///< the greatest instant of any action in any state

    bool has_commit(std::string_view instant) const;
    /// The first completed commit: files older than it belong to archived, hence completed, commits.
    std::string_view start() const { return commits.empty() ? std::string_view("0") : commits.front().instant; }
};

/// Errors: not_found, unavailable.
Result<Timeline> read_timeline(const std::filesystem::path& table);

/// The metadata of a completed commit; null for the empty files that some writers leave. Errors: corruption.
Result<Json> read_commit(const std::filesystem::path& table, const Action& action);

/// The fact of an error of publish_file() that came when the file already had its name: whether it stays is not known.
inline constexpr std::string_view kMayBePublishedFact = "may_be_published";

/// Writes a file that must not be there yet, whole and durable. Errors: conflict (somebody else was first);
/// unavailable, perhaps with kMayBePublishedFact.
Status publish_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace levada::lake
