#include "table_writer.h"

#include "snapshot.h"

#include <algorithm>
#include <set>

namespace levada::lake {
namespace {

// A file up to this size takes new rows in, so that small syncs do not leave one file each.
constexpr std::uint64_t kSmallFileSizeBytesMax = std::uint64_t{16} << 20;
// So many new rows make a file of their own: rewriting an old one would cost more than it saves.
constexpr std::int64_t kInsertRowsMergedMax = 50'000;
constexpr std::uint64_t kInsertSizeBytesMergedMax = std::uint64_t{8} << 20;

std::vector<Slice> slices_in(const std::vector<Slice>& slices, const std::string& partition) {
    std::vector<Slice> out;
    std::copy_if(slices.begin(), slices.end(), std::back_inserter(out), [&partition](const Slice& slice) {
        return slice.partition == partition;
    });
    return out;
}

std::optional<Slice> smallest_of(const std::vector<Slice>& slices) {
    const auto found = std::min_element(
        slices.begin(), slices.end(), [](const Slice& a, const Slice& b) { return a.size_bytes < b.size_bytes; });
    if (found == slices.end() || found->size_bytes > kSmallFileSizeBytesMax) {
        return std::nullopt;
    }
    return *found;
}

/// Where inserts go: a small slice that is rewritten anyway, else any small one.
std::optional<Slice> insert_target_of(const PartitionMerge& merge, const std::vector<Slice>& slices) {
    if (merge.insert_count == 0 || merge.insert_count > kInsertRowsMergedMax) {
        return std::nullopt;
    }
    std::vector<Slice> changed;
    changed.reserve(merge.slices.size());
    for (const SliceMerge& slice : merge.slices) {
        changed.push_back(slice.slice);
    }
    std::optional<Slice> target = smallest_of(changed);
    return target.has_value() ? target : smallest_of(slices);
}

/// Costs only the file's footer.
Result<std::int64_t> count_rows(SqlEngine& engine, const std::filesystem::path& table, const Slice& slice) {
    LEVADA_TRY(const auto rows,
               engine.query(
                   "SELECT count(*) FROM " + read_files_sql(table, {slice}, WithFileName::no), {}, Deadline::never()));
    LEVADA_TRY(const bool has_row, rows->next());
    LEVADA_ASSERT(has_row);
    LEVADA_TRY(const Json count, rows->value(0));
    return count.as_integer();
}

MergeRules rules_of(const TableOptions& table, const WriteOptions& options) {
    MergeRules rules;
    if (options.operation == Operation::upsert) {
        rules.order = options.order;
        if (rules.order.empty() && !table.order.empty()) {
            rules.order = {table.order};
        }
        rules.deleted_column = options.deleted_column;
    }
    rules.is_removing_all = options.operation == Operation::remove;
    rules.is_keeping_all = options.operation == Operation::insert || options.operation == Operation::insert_overwrite;
    return rules;
}

}  // namespace

Status TableWriter::write(PendingCommit& commit, RowFeed& feed, const WriteOptions& options, CommitMetadata& metadata) {
    if (options.operation == Operation::insert && options_.partition.empty()) {
        return write_plain(commit, feed, options, metadata);
    }
    LEVADA_TRY(plan_, MergePlan::make(engine_, table_, options_, feed, rules_of(options_, options)));
    LEVADA_TRY(const std::vector<PartitionValues> partitions, plan_->partitions());
    for (const PartitionValues& values : partitions) {
        LEVADA_CHECK(write_partition(commit, feed, values, metadata));
    }
    // The comparison tables go before the next statement needs their memory.
    plan_.reset();
    return ok();
}

Status TableWriter::rewrite_others(PendingCommit& commit, RowFeed& feed, CommitMetadata& metadata) {
    std::set<GroupKey> touched(metadata.replaced.begin(), metadata.replaced.end());
    for (const WriteStat& stat : metadata.stats) {
        touched.emplace(stat.partition, stat.file_id);
    }
    for (const Slice& slice : slices_) {
        if (touched.contains({slice.partition, slice.file_id})) {
            continue;
        }
        FileRequest request;
        request.partition = slice.partition;
        request.previous = slice;
        request.is_carrying_only = true;
        LEVADA_TRY(request.bounds, bounds_with(slice, {}));
        LEVADA_TRY(WriteStat stat, files_.write(commit, feed, request));
        metadata.stats.push_back(std::move(stat));
    }
    return ok();
}

/// Rows go straight from the feed into a file: nothing has to be compared.
Status TableWriter::write_plain(PendingCommit& commit,
                                RowFeed& feed,
                                const WriteOptions& options,
                                CommitMetadata& metadata) {
    FileRequest request;
    request.bounds = any_key();
    std::int64_t carried_count = 0;
    if (options.incoming_size_bytes > 0 && options.incoming_size_bytes < kInsertSizeBytesMergedMax) {
        request.previous = smallest_of(slices_);
    }
    if (request.previous.has_value()) {
        LEVADA_TRY(carried_count, count_rows(engine_, table_, *request.previous));
    }
    LEVADA_TRY(WriteStat stat, files_.write(commit, feed, request));
    stat.insert_count = stat.write_count - carried_count;
    metadata.stats.push_back(std::move(stat));
    return ok();
}

Status TableWriter::write_partition(PendingCommit& commit,
                                    RowFeed& feed,
                                    const PartitionValues& values,
                                    CommitMetadata& metadata) {
    LEVADA_TRY(const std::string path, partition_path_of(options_, values));
    const std::vector<Slice> here = slices_in(slices_, path);
    const bool is_adding_only = metadata.operation == "INSERT" || metadata.is_replacing;
    LEVADA_TRY(PartitionMerge merge, plan_->merge(values, is_adding_only ? std::vector<Slice>() : here));
    if (metadata.is_replacing) {
        for (const Slice& slice : here) {
            metadata.replaced.emplace_back(path, slice.file_id);
        }
    }
    insert_target_ = is_adding_only ? std::nullopt : insert_target_of(merge, here);
    LEVADA_CHECK(write_slices(commit, feed, merge, metadata));
    if (merge.insert_count > 0 && !insert_target_.has_value()) {
        return write_inserts(commit, feed, path, merge, metadata);
    }
    return ok();
}

Status TableWriter::write_slices(PendingCommit& commit,
                                 RowFeed& feed,
                                 PartitionMerge& merge,
                                 CommitMetadata& metadata) {
    const auto is_target = [this](const Slice& slice) {
        return insert_target_.has_value() && insert_target_->file_id == slice.file_id;
    };
    const bool is_target_changed =
        std::any_of(merge.slices.begin(), merge.slices.end(), [&is_target](const SliceMerge& slice) {
            return is_target(slice.slice);
        });
    if (insert_target_.has_value() && !is_target_changed) {
        merge.slices.push_back({*insert_target_, 0, 0});
    }
    for (const SliceMerge& change : merge.slices) {
        FileRequest request;
        request.partition = change.slice.partition;
        request.previous = change.slice;
        request.row_filter = plan_->row_filter(&change.slice, is_target(change.slice));
        request.carried_filter = plan_->carried_filter(change.slice);
        LEVADA_TRY(request.bounds, bounds_with(change.slice, merge.insert_bounds));
        LEVADA_TRY(WriteStat stat, files_.write(commit, feed, request));
        stat.insert_count = is_target(change.slice) ? merge.insert_count : 0;
        stat.update_count = change.update_count;
        stat.delete_count = change.delete_count;
        metadata.stats.push_back(std::move(stat));
    }
    return ok();
}

Status TableWriter::write_inserts(PendingCommit& commit,
                                  RowFeed& feed,
                                  const std::string& path,
                                  const PartitionMerge& merge,
                                  CommitMetadata& metadata) {
    FileRequest request;
    request.partition = path;
    request.row_filter = merge.is_whole_feed ? std::string() : plan_->row_filter(nullptr, true);
    request.bounds = merge.insert_bounds;
    LEVADA_TRY(WriteStat stat, files_.write(commit, feed, request));
    stat.insert_count = merge.insert_count;
    metadata.stats.push_back(std::move(stat));
    return ok();
}

/// Bounds of a rewritten slice: its own keys and the inserts'. Updates have keys that it already holds.
Result<KeyBounds> TableWriter::bounds_with(const Slice& slice, const KeyBounds& bounds) {
    LEVADA_TRY(
        const auto rows,
        engine_.query("SELECT coalesce(min(_hoodie_record_key), ''), coalesce(max(_hoodie_record_key), '') FROM " +
                          read_files_sql(table_, {slice}, WithFileName::no),
                      {},
                      Deadline::never()));
    LEVADA_TRY(const bool has_row, rows->next());
    if (!has_row) {
        return any_key();
    }
    LEVADA_TRY(const auto least, rows->text(0));
    LEVADA_TRY(const auto greatest, rows->text(1));
    KeyBounds out = {std::string(least.value_or("")), std::string(greatest.value_or(""))};
    if (!bounds.greatest.empty()) {
        out.least = out.greatest.empty() ? bounds.least : std::min(out.least, bounds.least);
        out.greatest = std::max(out.greatest, bounds.greatest);
    }
    return out;
}

Result<CommitMetadata> begin_metadata(const std::filesystem::path& table,
                                      std::string operation,
                                      const FileWriter& files,
                                      const WriteOptions& options) {
    constexpr std::string_view kOwnPrefix = "levada.";
    CommitMetadata metadata;
    metadata.operation = std::move(operation);
    metadata.extra = options.extra;
    metadata.extra["schema"] = files.schema_text();
    metadata.extra[std::string(kColumnsKey)] = print_columns(options.columns);
    LEVADA_TRY(const Timeline timeline, read_timeline(table));
    for (auto action = timeline.commits.rbegin(); action != timeline.commits.rend(); ++action) {
        LEVADA_TRY(const Json commit, read_commit(table, *action));
        if (extra_of(commit, kColumnsKey) == nullptr) {
            continue;
        }
        for (const Json::Member& member : commit.find("extraMetadata")->as_object()) {
            if (std::string_view(member.key).starts_with(kOwnPrefix) && member.value.is_string()) {
                metadata.extra.try_emplace(member.key, member.value.as_string());
            }
        }
        break;
    }
    return metadata;
}

CommitInfo info_of(const std::string& instant, const CommitMetadata& metadata) {
    CommitInfo info;
    info.instant = instant;
    info.file_count = static_cast<std::int64_t>(metadata.stats.size());
    for (const WriteStat& stat : metadata.stats) {
        info.insert_count += stat.insert_count;
        info.update_count += stat.update_count;
        info.delete_count += stat.delete_count;
    }
    return info;
}

}  // namespace levada::lake
