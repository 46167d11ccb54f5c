#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levada::lake {

/// Files to delete, by partition path.
using FilesByPartition = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// What a clean keeps and removes. Source: Hudi's HoodieCleanerPlan.avsc and HoodieCleanMetadata.avsc.
struct CleanRecord {
    std::string instant;
    std::string keep_from;         ///< earliest instant to retain
    std::string keep_from_action;  ///< its kind
    std::string last_completed;
    FilesByPartition names;  ///< file names
    FilesByPartition paths;  ///< the same files as absolute `file:` paths
};

/// The three timeline files that Hudi keeps as Avro object containers, as bytes.
/// Source: Avro 1.11 specification, "Object Container Files".
std::string print_requested_replace();
std::string print_cleaner_plan(const CleanRecord& record);
std::string print_clean_metadata(const CleanRecord& record);

}  // namespace levada::lake
