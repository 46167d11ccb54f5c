#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"

namespace levada::lake {

/// What one commit did to one file. Source: Hudi's HoodieWriteStat; without `path` or a size incremental reads are
/// empty.
struct WriteStat {
    std::string partition;
    std::string file_id;
    std::string path;          ///< below the table
    std::string prev_instant;  ///< of the slice it replaces; empty for a new file group
    std::int64_t write_count = 0;
    std::int64_t insert_count = 0;
    std::int64_t update_count = 0;
    std::int64_t delete_count = 0;
    std::int64_t size_bytes = 0;
};

using ExtraMetadata = std::map<std::string, std::string>;

/// A commit before it is published.
struct CommitMetadata {
    std::string operation;  ///< "UPSERT", "INSERT", …
    std::vector<WriteStat> stats;
    bool is_replacing = false;
    std::vector<std::pair<std::string, std::string>> replaced;  ///< partition, file id
    ExtraMetadata extra;

    /// The JSON text of the `.commit` file.
    std::string print() const;
};

/// One value of a commit's extraMetadata; null when it is not there.
const std::string* extra_of(const Json& commit, std::string_view key);

/// Partition and file id of all that a commit wrote or replaced.
std::vector<std::pair<std::string, std::string>> touched_groups(const Json& commit);

/// The same numbers for a pending file, so that a half-written overwrite can be taken up again.
Json to_json(const WriteStat& stat);
WriteStat write_stat_from(const Json& json);

}  // namespace levada::lake
