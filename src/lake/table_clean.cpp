#include "table_clean.h"

#include "avro_file.h"
#include "file_groups.h"
#include "instant.h"
#include "timeline.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

using FilesOfPartition = std::map<std::string, std::vector<std::string>>;

/// Of one live group: all slices older than `keep_from` but the newest of them, which the commit at keep_from reads.
void add_old_slices(std::vector<Slice> slices, std::string_view keep_from, FilesOfPartition& out) {
    std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) { return a.instant < b.instant; });
    std::vector<Slice> old;
    std::copy_if(slices.begin(), slices.end(), std::back_inserter(old), [keep_from](const Slice& slice) {
        return slice.instant < keep_from;
    });
    for (std::size_t i = 0; i + 1 < old.size(); ++i) {
        out[old[i].partition].push_back(old[i].name);
    }
}

Result<FilesOfPartition> choose_files(const std::filesystem::path& table,
                                      const Timeline& timeline,
                                      const std::string& keep_from) {
    // Groups replaced before keep_from are read by no retained commit.
    LEVADA_TRY(const std::set<GroupKey> replaced, read_replaced(table, timeline, ""));
    LEVADA_TRY(const std::set<GroupKey> replaced_up_to, read_replaced(table, timeline, keep_from));
    LEVADA_TRY(const std::vector<Slice> files, list_files(table));
    std::map<GroupKey, std::vector<Slice>> groups;
    for (const Slice& file : files) {
        if (timeline.has_commit(file.instant) || file.instant < timeline.start()) {
            groups[{file.partition, file.file_id}].push_back(file);
        }
    }
    FilesOfPartition out;
    for (auto& [key, slices] : groups) {
        if (!replaced_up_to.contains(key)) {
            add_old_slices(std::move(slices), keep_from, out);
            continue;
        }
        for (const Slice& slice : slices) {
            out[slice.partition].push_back(slice.name);
        }
    }
    return out;
}

}  // namespace

Result<CleanInfo> clean_table(const std::filesystem::path& table, const Clock& clock, std::int64_t retain_commits) {
    LEVADA_TRY(const Timeline timeline, read_timeline(table));
    CleanInfo info;
    if (timeline.commits.empty() || retain_commits < 1) {
        return info;
    }
    const auto count = static_cast<std::int64_t>(timeline.commits.size());
    const auto& kept = timeline.commits[static_cast<std::size_t>(std::max<std::int64_t>(0, count - retain_commits))];
    LEVADA_TRY(const FilesOfPartition victims, choose_files(table, timeline, kept.instant));
    if (victims.empty()) {
        return info;
    }
    CleanRecord record;
    record.instant = instant_after(clock.now(), timeline.newest);
    record.keep_from = kept.instant;
    record.keep_from_action = kept.kind;
    record.last_completed = timeline.commits.back().instant;
    const std::filesystem::path root = std::filesystem::absolute(table);
    for (const auto& [partition, names] : victims) {
        std::vector<std::string> paths;
        for (const std::string& name : names) {
            paths.push_back("file:" + (partition.empty() ? root / name : root / partition / name).string());
        }
        record.names.emplace_back(partition, names);
        record.paths.emplace_back(partition, std::move(paths));
    }
    const std::filesystem::path folder = table / ".hoodie";
    const std::string plan = print_cleaner_plan(record);
    LEVADA_CHECK(publish_file(folder / (record.instant + ".clean.requested"), plan));
    LEVADA_CHECK(publish_file(folder / (record.instant + ".clean.inflight"), plan));
    for (const auto& [partition, names] : victims) {
        for (const std::string& name : names) {
            std::error_code failed;
            std::filesystem::remove((partition.empty() ? table : table / partition) / name, failed);
            if (failed) {
                return file_error(failed.value(), "remove", table / partition / name);
            }
            ++info.file_count;
        }
        // Gone for good before the timeline says so: a file that came back would be one that nobody looks after.
        LEVADA_CHECK(sync_folder(partition.empty() ? table : table / partition));
    }
    LEVADA_CHECK(publish_file(folder / (record.instant + ".clean"), print_clean_metadata(record)));
    info.instant = record.instant;
    return info;
}

}  // namespace levada::lake
