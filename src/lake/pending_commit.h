#pragma once

#include "commit_metadata.h"
#include "timeline.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/ports/clock.h"

namespace levada::lake {

/// Which file a commit adds to its file group.
enum class FileKind : std::uint8_t { create, merge };

/// A commit that has begun and is not published. Dropping it leaves it pending: rollback() removes it.
/// Not thread-safe; one writer at a time.
class PendingCommit {
public:
    /// Takes the next instant and writes its requested and inflight files. `kind` is "commit" or "replacecommit".
    /// Errors: conflict (another writer took the instant), unavailable.
    static Result<PendingCommit> begin(const std::filesystem::path& table, const Clock& clock, std::string_view kind);
    /// Takes up a pending commit of that instant. Errors: not_found.
    static Result<PendingCommit> resume(const std::filesystem::path& table, const Action& action);

    const std::string& instant() const { return action_.instant; }
    const std::string& kind() const { return action_.kind; }
    /// Where a resumable writer may keep its progress; removed with the markers.
    std::filesystem::path marker_folder() const;

    /// Makes the partition's folder and the file's marker. The marker is there before the file, so that any writer
    /// that rolls this commit back removes the file.
    Status announce(const std::string& partition, const std::string& file_name, FileKind kind);

    /// Makes the files durable, checks that nobody rolled this commit back or changed its file groups, and publishes.
    /// Errors: conflict (then roll back and do it again), unavailable.
    Status publish(const CommitMetadata& metadata);
    /// publish() failed when readers may already see the commit: it must not be rolled back; the next writer finds out.
    bool may_be_published() const { return may_be_published_; }

private:
    PendingCommit(std::filesystem::path table, Action action) : table_(std::move(table)), action_(std::move(action)) {}

    std::filesystem::path inflight_path() const;
    Status sync_files(const CommitMetadata& metadata) const;
    Status check_still_ours(const CommitMetadata& metadata) const;
    Status check_conflicts(const CommitMetadata& metadata) const;

    std::filesystem::path table_;
    Action action_;
    std::set<std::string> known_;  // commits that were there when this one began
    bool may_be_published_ = false;
};

/// Removes a pending commit: its Parquet files first, then its markers, then its timeline files, so that a stop in
/// between leaves nothing that a reader could take for data. Errors: unavailable.
Status roll_back(const std::filesystem::path& table, const Action& action);

}  // namespace levada::lake
