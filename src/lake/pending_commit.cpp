#include "pending_commit.h"

#include "avro_file.h"
#include "file_groups.h"
#include "instant.h"
#include "partition_path.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

constexpr int kBeginAttemptsMax = 8;
constexpr std::string_view kReplace = "replacecommit";

std::filesystem::path hoodie(const std::filesystem::path& table) {
    return table / ".hoodie";
}

Status sync_path(const std::filesystem::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(errno, "open", path);
    }
    if (::fsync(file.get()) != 0) {
        return file_error(errno, "sync", path);
    }
    return ok();
}

Status remove_path(const std::filesystem::path& path) {
    std::error_code failed;
    std::filesystem::remove(path, failed);
    return failed ? Status(file_error(failed.value(), "remove", path)) : ok();
}

Status write_partition_file(const std::filesystem::path& folder, std::string_view partition, std::string_view instant) {
    const std::filesystem::path path = folder / ".hoodie_partition_metadata";
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        return ok();
    }
    const std::string text = "#partition metadata\ncommitTime=" + std::string(instant) +
                             "\npartitionDepth=" + std::to_string(partition_depth(partition)) + "\n";
    Status written = publish_file(path, text);
    if (!written.has_value() && written.error().code() == ErrorCode::conflict) {
        return ok();
    }
    return written;
}

/// The data files that the markers below `folder` announce, as paths below the table.
std::vector<std::filesystem::path> announced_files(const std::filesystem::path& folder) {
    constexpr std::string_view kMarker = ".marker.";
    std::vector<std::filesystem::path> out;
    std::error_code failed;
    for (std::filesystem::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const std::string path = entry->path().lexically_relative(folder).string();
        const std::size_t at = path.rfind(kMarker);
        if (at != std::string::npos) {
            out.emplace_back(path.substr(0, at));
        }
    }
    return out;
}

}  // namespace

Result<PendingCommit> PendingCommit::begin(const std::filesystem::path& table,
                                           const Clock& clock,
                                           std::string_view kind) {
    const bool is_replacing = kind == kReplace;
    for (int attempt = 0; attempt < kBeginAttemptsMax; ++attempt) {
        LEVADA_TRY(const Timeline timeline, read_timeline(table));
        PendingCommit commit(table, {instant_after(clock.now(), timeline.newest), std::string(kind)});
        for (const Action& action : timeline.commits) {
            commit.known_.insert(action.instant);
        }
        const std::string name = commit.instant() + "." + std::string(kind) + ".requested";
        const Status requested =
            publish_file(hoodie(table) / name, is_replacing ? print_requested_replace() : std::string());
        if (!requested.has_value()) {
            if (requested.error().code() == ErrorCode::conflict) {
                continue;
            }
            return requested.error();
        }
        LEVADA_CHECK(publish_file(commit.inflight_path(), ""));
        // A replacement keeps its progress there, a plain commit nothing that a crash needs.
        LEVADA_CHECK(is_replacing ? make_durable_folders(commit.marker_folder())
                                  : make_folders(commit.marker_folder()));
        return commit;
    }
    return Error(ErrorCode::conflict, "other writers took every instant that was tried").with("table", table.string());
}

Result<PendingCommit> PendingCommit::resume(const std::filesystem::path& table, const Action& action) {
    PendingCommit commit(table, action);
    std::error_code failed;
    if (!std::filesystem::exists(commit.inflight_path(), failed)) {
        return Error(ErrorCode::not_found, "no pending commit of that instant").with("instant", action.instant);
    }
    LEVADA_TRY(const Timeline timeline, read_timeline(table));
    for (const Action& other : timeline.commits) {
        if (other.instant < action.instant) {
            commit.known_.insert(other.instant);
        }
    }
    return commit;
}

std::filesystem::path PendingCommit::marker_folder() const {
    return hoodie(table_) / ".temp" / action_.instant;
}

std::filesystem::path PendingCommit::inflight_path() const {
    return hoodie(table_) / (action_.instant + (action_.kind == kReplace ? ".replacecommit.inflight" : ".inflight"));
}

Status PendingCommit::announce(const std::string& partition, const std::string& file_name, FileKind kind) {
    const std::filesystem::path folder = partition.empty() ? table_ : table_ / partition;
    LEVADA_CHECK(make_durable_folders(folder));
    LEVADA_CHECK(write_partition_file(folder, partition, action_.instant));
    const std::filesystem::path markers = partition.empty() ? marker_folder() : marker_folder() / partition;
    LEVADA_CHECK(make_folders(markers));
    const char* suffix = kind == FileKind::create ? ".marker.CREATE" : ".marker.MERGE";
    const std::filesystem::path marker = markers / (file_name + suffix);
    const FileDescriptor file(::open(marker.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    if (!file.is_open()) {
        return file_error(errno, "create", marker);
    }
    return ok();
}

Status PendingCommit::sync_files(const CommitMetadata& metadata) const {
    std::set<std::filesystem::path> folders;
    for (const WriteStat& stat : metadata.stats) {
        LEVADA_CHECK(sync_path(table_ / stat.path));
        folders.insert((table_ / stat.path).parent_path());
    }
    for (const std::filesystem::path& folder : folders) {
        LEVADA_CHECK(sync_folder(folder));
    }
    return ok();
}

Status PendingCommit::check_still_ours(const CommitMetadata& metadata) const {
    std::error_code failed;
    if (!std::filesystem::exists(inflight_path(), failed)) {
        return Error(ErrorCode::conflict, "another writer has rolled this commit back")
            .with("instant", action_.instant);
    }
    for (const WriteStat& stat : metadata.stats) {
        if (!std::filesystem::exists(table_ / stat.path, failed)) {
            return Error(ErrorCode::conflict, "a data file of this commit is gone").with("file", stat.path);
        }
    }
    return ok();
}

Status PendingCommit::check_conflicts(const CommitMetadata& metadata) const {
    std::set<GroupKey> ours;
    std::set<std::string> our_partitions;
    for (const WriteStat& stat : metadata.stats) {
        ours.emplace(stat.partition, stat.file_id);
        if (metadata.is_replacing) {
            our_partitions.insert(stat.partition);
        }
    }
    for (const auto& [partition, file_id] : metadata.replaced) {
        ours.emplace(partition, file_id);
        our_partitions.insert(partition);
    }
    LEVADA_TRY(const Timeline timeline, read_timeline(table_));
    for (const Action& other : timeline.commits) {
        if (known_.contains(other.instant)) {
            continue;
        }
        LEVADA_TRY(const Json commit, read_commit(table_, other));
        for (const GroupKey& group : touched_groups(commit)) {
            if (ours.contains(group) || our_partitions.contains(group.first)) {
                return Error(ErrorCode::conflict, "another writer has changed the same file groups")
                    .with("instant", other.instant);
            }
        }
    }
    return ok();
}

Status PendingCommit::publish(const CommitMetadata& metadata) {
    LEVADA_CHECK(sync_files(metadata));
    LEVADA_CHECK(check_still_ours(metadata));
    LEVADA_CHECK(check_conflicts(metadata));
    Status published = publish_file(hoodie(table_) / (action_.instant + "." + action_.kind), metadata.print());
    if (!published.has_value()) {
        may_be_published_ = !published.error().fact(kMayBePublishedFact).empty();
        return published;
    }
    std::error_code ignored;  // The commit is published: markers left behind are only waste.
    std::filesystem::remove_all(marker_folder(), ignored);
    return ok();
}

Status roll_back(const std::filesystem::path& table, const Action& action) {
    const std::filesystem::path markers = hoodie(table) / ".temp" / action.instant;
    std::set<std::filesystem::path> folders;
    std::error_code failed;
    for (const std::filesystem::path& file : announced_files(markers)) {
        LEVADA_CHECK(remove_path(table / file));
        if (const std::filesystem::path folder = (table / file).parent_path();
            std::filesystem::exists(folder, failed)) {
            folders.insert(folder);
        }
    }
    LEVADA_TRY(const std::vector<Slice> files, list_all_files(table));
    for (const Slice& file : files) {
        if (file.instant == action.instant) {
            LEVADA_CHECK(remove_path(table / file.relative_path()));
            folders.insert((table / file.relative_path()).parent_path());
        }
    }
    // The files are gone for good before the timeline forgets them: a file of an unknown instant that came back would
    // count as archived once the timeline begins later.
    for (const std::filesystem::path& folder : folders) {
        LEVADA_CHECK(sync_folder(folder));
    }
    std::filesystem::remove_all(markers, failed);
    if (failed) {
        return file_error(failed.value(), "remove", markers);
    }
    for (const char* suffix :
         {".inflight", ".replacecommit.inflight", ".commit.requested", ".replacecommit.requested"}) {
        LEVADA_CHECK(remove_path(hoodie(table) / (action.instant + suffix)));
    }
    return sync_folder(hoodie(table));
}

}  // namespace levada::lake
