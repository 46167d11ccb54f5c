#include "commit_metadata.h"

namespace levada::lake {
namespace {

constexpr std::string_view kNoPrevious = "null";

}  // namespace

Json to_json(const WriteStat& stat) {
    return Json::object({
        {"fileId", Json(stat.file_id)},
        {"path", Json(stat.path)},
        {"prevCommit", Json(stat.prev_instant.empty() ? std::string(kNoPrevious) : stat.prev_instant)},
        {"numWrites", Json(stat.write_count)},
        {"numInserts", Json(stat.insert_count)},
        {"numUpdateWrites", Json(stat.update_count)},
        {"numDeletes", Json(stat.delete_count)},
        {"totalWriteBytes", Json(stat.size_bytes)},
        {"fileSizeInBytes", Json(stat.size_bytes)},
        {"totalWriteErrors", Json(0)},
        {"partitionPath", Json(stat.partition)},
    });
}

WriteStat write_stat_from(const Json& json) {
    WriteStat stat;
    stat.partition = json.string_or("partitionPath", "");
    stat.file_id = json.string_or("fileId", "");
    stat.path = json.string_or("path", "");
    const std::string_view previous = json.string_or("prevCommit", kNoPrevious);
    stat.prev_instant = previous == kNoPrevious ? std::string_view() : previous;
    stat.write_count = json.integer_or("numWrites", 0);
    stat.insert_count = json.integer_or("numInserts", 0);
    stat.update_count = json.integer_or("numUpdateWrites", 0);
    stat.delete_count = json.integer_or("numDeletes", 0);
    stat.size_bytes = json.integer_or("fileSizeInBytes", 0);
    return stat;
}

std::string CommitMetadata::print() const {
    Json by_partition = Json::object();
    for (const WriteStat& stat : stats) {
        by_partition[stat.partition].push_back(to_json(stat));
    }
    Json out = Json::object({{"partitionToWriteStats", std::move(by_partition)}, {"compacted", Json(false)}});
    Json& texts = out["extraMetadata"];
    texts = Json::object();
    for (const auto& [key, value] : extra) {
        texts.set(key, Json(value));
    }
    out.set("operationType", Json(operation));
    if (is_replacing) {
        Json& ids = out["partitionToReplaceFileIds"];
        ids = Json::object();
        for (const auto& [partition, file_id] : replaced) {
            ids[partition].push_back(Json(file_id));
        }
    }
    return out.dump_pretty();
}

const std::string* extra_of(const Json& commit, std::string_view key) {
    const Json* value = commit.find_path({"extraMetadata", key});
    return value != nullptr && value->is_string() ? &value->as_string() : nullptr;
}

std::vector<std::pair<std::string, std::string>> touched_groups(const Json& commit) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto each = [&commit](std::string_view key, const auto& visit) {
        const Json* by_partition = commit.find(key);
        if (by_partition == nullptr || !by_partition->is_object()) {
            return;
        }
        for (const Json::Member& member : by_partition->as_object()) {
            for (std::size_t i = 0; member.value.is_array() && i < member.value.size(); ++i) {
                visit(member.key, member.value.as_array()[i]);
            }
        }
    };
    each("partitionToWriteStats", [&out](const std::string& partition, const Json& stat) {
        const std::string_view file_id = stat.string_or("fileId", "");
        if (!file_id.empty()) {
            out.emplace_back(partition, file_id);
        }
    });
    each("partitionToReplaceFileIds", [&out](const std::string& partition, const Json& file_id) {
        if (file_id.is_string()) {
            out.emplace_back(partition, file_id.as_string());
        }
    });
    return out;
}

}  // namespace levada::lake
