#pragma once

#include "timeline.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "levada/base/result.h"

namespace levada::lake {

/// One Parquet file: a version of a file group.
struct Slice {
    std::string partition;  ///< path below the table, empty for the table's own folder
    std::string file_id;
    std::string instant;
    std::string name;
    std::uint64_t size_bytes = 0;

    std::string relative_path() const { return partition.empty() ? name : partition + "/" + name; }
};

using GroupKey = std::pair<std::string, std::string>;  // partition, file id

/// The parts of `<file id>_<token>_<instant>.parquet`, or nothing. Size and partition stay empty.
std::optional<Slice> parse_slice_name(std::string_view name);

/// Folders below the table that hold `.hoodie_partition_metadata`.
Result<std::vector<std::string>> list_partitions(const std::filesystem::path& table);

/// Every Parquet file of the table, of any instant.
Result<std::vector<Slice>> list_files(const std::filesystem::path& table);
/// The same, also in folders without a partition file, whose name a power loss may have taken before that of a data
/// file: for who takes files back. Errors: as list_files().
Result<std::vector<Slice>> list_all_files(const std::filesystem::path& table);

/// File groups that a replacecommit up to `as_of` (empty: the newest) took out.
Result<std::set<GroupKey>> read_replaced(const std::filesystem::path& table,
                                         const Timeline& timeline,
                                         std::string_view as_of);

/// The newest committed slice of each live file group at `as_of` (empty: the newest state), by partition and file id.
/// Source: Hudi's AbstractTableFileSystemView: files older than the timeline's start are of archived commits.
Result<std::vector<Slice>> list_slices(const std::filesystem::path& table,
                                       const Timeline& timeline,
                                       std::string_view as_of);

}  // namespace levada::lake
