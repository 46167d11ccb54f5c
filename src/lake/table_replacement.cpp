#include "table_replacement.h"

#include "commit_metadata.h"
#include "file_groups.h"
#include "file_writer.h"
#include "pending_commit.h"
#include "table_writer.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

constexpr const char* kProgressFile = "levada_progress.json";

Status sync_data(const std::filesystem::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.get()) != 0) {
        return file_error(errno, "sync", path);
    }
    return sync_folder(path.parent_path());
}

class Replacement final : public TableReplacement {
public:
    Replacement(SqlEngine& engine, std::filesystem::path table, const TableOptions& options, PendingCommit commit)
        : engine_(engine), table_(std::move(table)), options_(options), commit_(std::move(commit)) {}

    const std::string& instant() const override { return commit_.instant(); }
    const std::map<std::string, std::string>& saved_extra() const override { return extra_; }

    std::int64_t row_count() const override {
        std::int64_t count = 0;
        for (const WriteStat& stat : stats_) {
            count += stat.write_count;
        }
        return count;
    }

    Result<CommitInfo> add(RowFeed& feed, const WriteOptions& options) override {
        LEVADA_TRY(FileWriter files, FileWriter::make(engine_, table_, options_, options.columns));
        files.start_at(file_count_);
        files.expect_row_size(options.row_size_bytes);
        TableWriter writer({engine_, table_, options_, files, added_slices()});
        CommitMetadata added;
        LEVADA_CHECK(writer.write(commit_, feed, options, added));
        for (const WriteStat& stat : added.stats) {
            LEVADA_CHECK(sync_data(table_ / stat.path));
        }
        if (options.before_publish) {
            LEVADA_CHECK(options.before_publish());
        }
        file_count_ += static_cast<int>(added.stats.size());
        const std::vector<std::string> superseded = take(added.stats);
        extra_ = options.extra;
        LEVADA_CHECK(save());
        for (const std::string& path : superseded) {
            std::error_code ignored;  // A file that stays is found by load() or by the rollback.
            std::filesystem::remove(table_ / path, ignored);
        }
        return info_of(commit_.instant(), added);
    }

    Result<CommitInfo> commit(const WriteOptions& options) override {
        LEVADA_TRY(const FileWriter files, FileWriter::make(engine_, table_, options_, options.columns));
        LEVADA_TRY(CommitMetadata metadata, begin_metadata(table_, "INSERT_OVERWRITE_TABLE", files, options));
        metadata.is_replacing = true;
        metadata.stats = stats_;
        LEVADA_TRY(const Timeline timeline, read_timeline(table_));
        LEVADA_TRY(const std::vector<Slice> slices, list_slices(table_, timeline, ""));
        for (const Slice& slice : slices) {
            metadata.replaced.emplace_back(slice.partition, slice.file_id);
        }
        LEVADA_CHECK(commit_.publish(metadata));
        return info_of(commit_.instant(), metadata);
    }

    Status abandon() override { return roll_back(table_, {commit_.instant(), commit_.kind()}); }

    /// Takes up what add() saved; files that it did not get to save are removed.
    Status load() {
        const Result<std::string> text = read_file(commit_.marker_folder() / kProgressFile);
        if (!text.has_value() && text.error().code() != ErrorCode::not_found) {
            return text.error();
        }
        LEVADA_TRY(const Json saved, text.has_value() ? parse_json(*text) : Result<Json>(Json::object()));
        std::set<std::string> kept;
        const Json* stats = saved.find("stats");
        for (std::size_t i = 0; stats != nullptr && i < stats->size(); ++i) {
            stats_.push_back(write_stat_from(stats->as_array()[i]));
            kept.insert(stats_.back().path);
        }
        const Json* extra = saved.find("extra");
        for (std::size_t i = 0; extra != nullptr && i < extra->size(); ++i) {
            const Json::Member& member = extra->as_object()[i];
            extra_[member.key] = member.value.as_string();
        }
        file_count_ = static_cast<int>(saved.integer_or("file_count", 0));
        LEVADA_TRY(const std::vector<Slice> files, list_all_files(table_));
        for (const Slice& file : files) {
            if (file.instant == commit_.instant() && !kept.contains(file.relative_path())) {
                std::error_code ignored;  // A file that stays is removed with the commit or its rollback.
                std::filesystem::remove(table_ / file.relative_path(), ignored);
            }
        }
        return ok();
    }

private:
    std::vector<Slice> added_slices() const {
        std::vector<Slice> out;
        for (const WriteStat& stat : stats_) {
            Slice slice;
            slice.file_id = stat.file_id;
            slice.instant = commit_.instant();
            slice.name = stat.path;
            slice.size_bytes = static_cast<std::uint64_t>(stat.size_bytes);
            out.push_back(std::move(slice));
        }
        return out;
    }

    /// Notes the files of an add; gives the paths of those that they take the place of.
    std::vector<std::string> take(std::vector<WriteStat>& added) {
        std::vector<std::string> superseded;
        for (WriteStat& stat : added) {
            // For readers the whole replacement is one commit: every file of it is new, and so are its rows.
            stat.prev_instant.clear();
            const auto held = std::find_if(
                stats_.begin(), stats_.end(), [&stat](const WriteStat& s) { return s.file_id == stat.file_id; });
            WriteStat whole = stat;
            whole.insert_count = stat.write_count;
            whole.update_count = 0;
            whole.delete_count = 0;
            if (held == stats_.end()) {
                stats_.push_back(std::move(whole));
            } else {
                superseded.push_back(held->path);
                *held = std::move(whole);
            }
        }
        return superseded;
    }

    Status save() const {
        Json saved =
            Json::object({{"stats", Json::array()}, {"extra", Json::object()}, {"file_count", Json(file_count_)}});
        for (const WriteStat& stat : stats_) {
            saved["stats"].push_back(to_json(stat));
        }
        for (const auto& [key, value] : extra_) {
            saved["extra"].set(key, Json(value));
        }
        return write_file_atomically(commit_.marker_folder() / kProgressFile, saved.dump());
    }

    SqlEngine& engine_;
    std::filesystem::path table_;
    TableOptions options_;
    PendingCommit commit_;
    std::vector<WriteStat> stats_;
    int file_count_ = 0;
    std::map<std::string, std::string> extra_;
};

}  // namespace

Result<std::unique_ptr<TableReplacement>> begin_replacement(SqlEngine& engine,
                                                            const Clock& clock,
                                                            const std::filesystem::path& table,
                                                            const TableOptions& options) {
    if (!options.partition.empty()) {
        return Error(ErrorCode::unsupported, "only a table without partitions can be replaced in several steps");
    }
    LEVADA_TRY(PendingCommit commit, PendingCommit::begin(table, clock, "replacecommit"));
    return std::unique_ptr<TableReplacement>(std::make_unique<Replacement>(engine, table, options, std::move(commit)));
}

Result<std::unique_ptr<TableReplacement>> find_replacement(SqlEngine& engine,
                                                           const std::filesystem::path& table,
                                                           const TableOptions& options) {
    LEVADA_TRY(const Timeline timeline, read_timeline(table));
    for (const Action& action : timeline.pending) {
        Result<PendingCommit> commit = PendingCommit::resume(table, action);
        if (action.kind != "replacecommit" || !commit.has_value()) {
            continue;
        }
        std::error_code failed;
        if (!std::filesystem::exists(commit->marker_folder() / kProgressFile, failed)) {
            continue;
        }
        auto found = std::make_unique<Replacement>(engine, table, options, std::move(commit).value());
        LEVADA_CHECK(found->load());
        return std::unique_ptr<TableReplacement>(std::move(found));
    }
    return std::unique_ptr<TableReplacement>();
}

}  // namespace levada::lake
