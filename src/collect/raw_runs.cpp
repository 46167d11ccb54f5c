#include "levada/collect/raw_runs.h"

#include <optional>
#include <utility>

#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/collect/warc_reader.h"

namespace levada {
namespace {

// The record that begins a file is smaller.
constexpr std::uint64_t kInfoSizeBytesMax = std::uint64_t{64} << 10;
constexpr std::size_t kKeyParts = 5;  // raw/<pipeline>/<stream>/<run>/<part>.warc.gz

}  // namespace

Result<Instant> time_of_run(std::string_view run) {
    // 20260102T030405.678Z as 2026-01-02T03:04:05.678Z.
    constexpr std::size_t kTimeSize = 20;
    if (run.size() < kTimeSize || run[8] != 'T') {
        return Error(ErrorCode::invalid_data, "\"" + std::string(run) + "\" is no run's id");
    }
    const std::string text(run.substr(0, kTimeSize));
    return parse_rfc3339(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) + "T" +
                         text.substr(9, 2) + ":" + text.substr(11, 2) + ":" + text.substr(13));
}

Result<std::vector<RawRun>> list_raw_runs(ObjectStore& objects, const std::string& pipeline) {
    LEVADA_TRY(const std::vector<ObjectInfo> all,
               objects.list("raw/" + percent_encode(pipeline) + "/", Deadline::never()));
    std::map<std::string, RawRun> runs;
    for (const ObjectInfo& object : all) {
        const std::vector<std::string_view> parts = split(object.key, '/');
        if (parts.size() != kKeyParts || !object.key.ends_with(".warc.gz")) {
            continue;
        }
        const std::string id = percent_decode(parts[3]);
        const Result<Instant> time = time_of_run(id);
        if (!time.has_value()) {
            continue;
        }
        RawRun& run = runs[id];
        run.run = id;
        run.begun_at = *time;
        run.size_bytes += object.size_bytes;
        run.streams[percent_decode(parts[2])].push_back(object);
    }
    std::vector<RawRun> out;
    out.reserve(runs.size());
    for (auto& [id, run] : runs) {
        out.push_back(std::move(run));
    }
    return out;
}

Result<std::string> place_before(ObjectStore& objects, const std::vector<ObjectInfo>& parts) {
    LEVADA_ASSERT(!parts.empty());
    LEVADA_TRY(const std::string bytes,
               objects.get_range(parts.front().key, {0, kInfoSizeBytesMax}, Deadline::never()));
    LEVADA_TRY(const std::optional<WarcRecord> info, WarcReader(bytes).next().with("object", parts.front().key));
    if (!info.has_value() || info->type() != "warcinfo") {
        return std::string();
    }
    constexpr std::string_view kField = "goes-on-after: ";
    for (const std::string_view line : split(info->block, '\n')) {
        if (line.starts_with(kField)) {
            return std::string(trim(line.substr(kField.size())));
        }
    }
    return std::string();
}

Result<std::int64_t> remove_raw_runs_before(ObjectStore& objects, const std::string& pipeline, Instant oldest) {
    LEVADA_TRY(const std::vector<RawRun> runs, list_raw_runs(objects, pipeline));
    std::int64_t count = 0;
    for (const RawRun& run : runs) {
        if (run.begun_at >= oldest) {
            continue;
        }
        for (const auto& [stream, parts] : run.streams) {
            for (const ObjectInfo& part : parts) {
                LEVADA_CHECK(objects.remove(part.key, Deadline::never()));
                ++count;
            }
        }
    }
    return count;
}

}  // namespace levada
