#include "file_groups.h"

#include "instant.h"

#include <map>
#include <system_error>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

constexpr std::string_view kSuffix = ".parquet";
constexpr std::string_view kPartitionFile = ".hoodie_partition_metadata";

bool is_replaced_by(const Json& commit, std::set<GroupKey>& out) {
    const Json* by_partition = commit.find("partitionToReplaceFileIds");
    if (by_partition == nullptr || !by_partition->is_object()) {
        return false;
    }
    for (const Json::Member& member : by_partition->as_object()) {
        if (!member.value.is_array()) {
            continue;
        }
        for (const Json& id : member.value.as_array()) {
            if (id.is_string()) {
                out.emplace(member.key, id.as_string());
            }
        }
    }
    return true;
}

}  // namespace

std::optional<Slice> parse_slice_name(std::string_view name) {
    if (!name.ends_with(kSuffix) || name.starts_with('.')) {
        return std::nullopt;
    }
    const std::string_view stem = name.substr(0, name.size() - kSuffix.size());
    const std::size_t first = stem.find('_');
    const std::size_t last = stem.rfind('_');
    if (first == std::string_view::npos || first == last || !is_instant(stem.substr(last + 1))) {
        return std::nullopt;
    }
    Slice slice;
    slice.file_id = stem.substr(0, first);
    slice.instant = stem.substr(last + 1);
    slice.name = name;
    return slice;
}

Result<std::vector<std::string>> list_partitions(const std::filesystem::path& table) {
    std::vector<std::string> out;
    std::error_code failed;
    if (std::filesystem::exists(table / kPartitionFile, failed)) {
        out.emplace_back();
    }
    std::filesystem::recursive_directory_iterator entries(table, failed);
    for (; !failed && entries != std::filesystem::recursive_directory_iterator(); entries.increment(failed)) {
        if (!entries->is_directory(failed)) {
            continue;
        }
        if (entries->path().filename() == ".hoodie") {
            entries.disable_recursion_pending();
        } else if (std::filesystem::exists(entries->path() / kPartitionFile, failed)) {
            out.push_back(entries->path().lexically_relative(table).string());
        }
    }
    if (failed) {
        return file_error(failed.value(), "list", table);
    }
    return out;
}

namespace {

Result<std::vector<Slice>> files_in(const std::filesystem::path& table, const std::vector<std::string>& partitions) {
    std::vector<Slice> out;
    for (const std::string& partition : partitions) {
        const std::filesystem::path folder = partition.empty() ? table : table / partition;
        std::error_code failed;
        for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
            std::optional<Slice> slice = parse_slice_name(entry.path().filename().string());
            if (slice.has_value()) {
                std::error_code gone;  // A cleaner may have removed it since the listing.
                slice->partition = partition;
                slice->size_bytes = entry.file_size(gone);
                if (!gone) {
                    out.push_back(std::move(*slice));
                }
            }
        }
        if (failed) {
            return file_error(failed.value(), "list", folder);
        }
    }
    return out;
}

}  // namespace

Result<std::vector<Slice>> list_files(const std::filesystem::path& table) {
    LEVADA_TRY(const std::vector<std::string> partitions, list_partitions(table));
    return files_in(table, partitions);
}

Result<std::vector<Slice>> list_all_files(const std::filesystem::path& table) {
    std::vector<std::string> folders = {""};
    std::error_code failed;
    std::filesystem::recursive_directory_iterator entries(table, failed);
    for (; !failed && entries != std::filesystem::recursive_directory_iterator(); entries.increment(failed)) {
        if (!entries->is_directory(failed)) {
            continue;
        }
        if (entries->path().filename() == ".hoodie") {
            entries.disable_recursion_pending();
        } else {
            folders.push_back(entries->path().lexically_relative(table).string());
        }
    }
    if (failed) {
        return file_error(failed.value(), "list", table);
    }
    return files_in(table, folders);
}

Result<std::set<GroupKey>> read_replaced(const std::filesystem::path& table,
                                         const Timeline& timeline,
                                         std::string_view as_of) {
    std::set<GroupKey> out;
    for (const Action& action : timeline.commits) {
        if (action.kind == "replacecommit" && (as_of.empty() || action.instant <= as_of)) {
            LEVADA_TRY(const Json commit, read_commit(table, action));
            is_replaced_by(commit, out);
        }
    }
    return out;
}

Result<std::vector<Slice>> list_slices(const std::filesystem::path& table,
                                       const Timeline& timeline,
                                       std::string_view as_of) {
    LEVADA_TRY(const std::set<GroupKey> replaced, read_replaced(table, timeline, as_of));
    LEVADA_TRY(std::vector<Slice> files, list_files(table));
    std::map<GroupKey, Slice> newest;
    for (Slice& file : files) {
        const bool is_committed = timeline.has_commit(file.instant) || file.instant < timeline.start();
        const bool is_visible = as_of.empty() || file.instant <= as_of;
        GroupKey key(file.partition, file.file_id);
        if (!is_committed || !is_visible || replaced.contains(key)) {
            continue;
        }
        Slice& held = newest[key];
        if (held.instant < file.instant) {
            held = std::move(file);
        }
    }
    std::vector<Slice> out;
    out.reserve(newest.size());
    for (auto& [key, slice] : newest) {
        out.push_back(std::move(slice));
    }
    return out;
}

}  // namespace levada::lake
