#include "run/agreement.h"

#include "run/loading.h"
#include "run/pipelines.h"
#include "run/stream_ids.h"

#include <algorithm>
#include <chrono>
#include <system_error>

#include "levada/collect/raw_zone.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

namespace {

using schedule::Run;
using schedule::RunStatus;
using schedule::RunTrigger;

/// A file where the lake should be is no loss but a table that takes nothing: loading says so, and waits.
bool is_lake_reachable(const Project& project) {
    std::error_code failed;
    const auto status = std::filesystem::status(project.state_folder / "lake", failed);
    return status.type() == std::filesystem::file_type::directory ||
           status.type() == std::filesystem::file_type::not_found;
}

/// What Metadata knows of a stream's generation; below 0: it has never heard of the stream.
Result<std::int64_t> known_generation(Services& services, const Pipeline& pipeline, const std::string& stream) {
    LEVADA_TRY(const auto entry, services.metadata->get("streams", pipeline.name + "." + stream));
    return entry ? entry->value.integer_or("generation_id", 0) : -1;
}

/// A stream that Metadata has never heard of has no table, and its numbers are never behind the table's.
Status check_metadata(Services& services, const Project& project, const Pipeline& pipeline, const std::string& stream) {
    const LoadTarget target = target_of(project, pipeline, stream);
    LEVADA_TRY(const TableStanding table, standing_of(*services.engine, *services.clock, target));
    if (table.next_offset == 0) {
        return ok();
    }
    LEVADA_TRY(const std::int64_t known, known_generation(services, pipeline, stream));
    if (known >= 0) {
        // A replay was killed after it had made the table anew, before it said so.
        return known >= table.generation_id ? ok() : keep_generation(services, pipeline, stream, table.generation_id);
    }
    return Error(ErrorCode::corruption,
                 "the metadata knows nothing of a stream that has a table: metadata.sqlite is a new one")
        .with("stream", stream)
        .with("table", target.folder.string())
        .hint("bring metadata.sqlite back; `levada state set " + pipeline.name +
              " FILE` says where to go on from; `levada state reset " + pipeline.name + " --stream " + stream +
              "` lets the next run read everything again");
}

bool reads_the_api(const Run& run) {
    return run.status != RunStatus::running && run.trigger != RunTrigger::replay;
}

Result<bool> has_responses(Services& services, const Run& run, const std::string& stream) {
    // The first part's key; its number is cut off.
    std::string key = RawZone::key({run.pipeline, stream, run.id}, 1);
    key.resize(key.rfind('/') + 1);
    LEVADA_TRY(const auto objects, services.objects->list(key, Deadline::never()));
    return !objects.empty();
}

/// Looks for the responses of the newest run that had some, unless it is so old that they may have been removed.
Status check_raw_zone(Services& services, const Project& project, const Pipeline& pipeline) {
    schedule::RunStore store(*services.metadata, *services.clock);
    LEVADA_TRY(const std::vector<Run> runs, store.list({.pipeline = pipeline.name}));
    for (const Run& run : runs) {
        const auto read = std::find_if(run.streams.begin(), run.streams.end(), [](const auto& stream) {
            return stream.pages > 0 && stream.status == RunStatus::succeeded;
        });
        if (!reads_the_api(run) || read == run.streams.end()) {
            continue;
        }
        const auto days = static_cast<std::int64_t>(project.settings.raw_retention_days);
        const bool may_be_removed =
            days > 0 && run.started_at < services.clock->now() - std::chrono::hours(24) * (days - 1);
        LEVADA_TRY(const bool is_there, may_be_removed ? Result<bool>(true) : has_responses(services, run, read->name));
        if (is_there) {
            return ok();
        }
        return Error(ErrorCode::not_found, "the raw zone has lost the responses of the run before this one")
            .with("run", run.id)
            .with("stream", read->name)
            .with("folder", (project.state_folder / "objects" / "raw" / pipeline.name).string())
            .hint("bring the folder back (is its disk mounted?), or go on without what it had: `levada run " +
                  pipeline.name + " --accept-lost-raw`");
    }
    return ok();
}

}  // namespace

Status check_table(Services& services, const Project& project, const Pipeline& pipeline, const std::string& stream) {
    if (!is_lake_reachable(project)) {
        return ok();
    }
    const LoadTarget target = target_of(project, pipeline, stream);
    LEVADA_TRY(const TableStanding table, standing_of(*services.engine, *services.clock, target));
    LEVADA_CHECK(agreed_offset(*services.queue, target, table).with("stream", stream));
    return ok();
}

Status check_agreement(Services& services,
                       const Project& project,
                       const Pipeline& pipeline,
                       const std::vector<PlannedStream>& plan,
                       RawCheck raw) {
    for (const PlannedStream& stream : plan) {
        LEVADA_CHECK(check_table(services, project, pipeline, stream.name));
        LEVADA_CHECK(check_metadata(services, project, pipeline, stream.name));
        if (stream.is_incremental) {
            LEVADA_CHECK(services.states->newest(pipeline.name, stream.name).with("stream", stream.name));
        }
    }
    return raw == RawCheck::waived ? ok() : check_raw_zone(services, project, pipeline);
}

Status accept_stream(Services& services, const Project& project, const Pipeline& pipeline, const std::string& stream) {
    const LoadTarget target = target_of(project, pipeline, stream);
    LEVADA_CHECK(accept_table(*services.queue, *services.engine, *services.clock, target));
    LEVADA_TRY(const TableStanding table, standing_of(*services.engine, *services.clock, target));
    LEVADA_TRY(const std::int64_t known, known_generation(services, pipeline, stream));
    return known >= table.generation_id ? ok() : keep_generation(services, pipeline, stream, table.generation_id);
}

Result<std::vector<std::string>> runs_without_responses(Services& services,
                                                        const Pipeline& pipeline,
                                                        const PlannedStream& stream) {
    schedule::RunStore store(*services.metadata, *services.clock);
    LEVADA_TRY(const std::vector<Run> runs,
               store.list({.pipeline = pipeline.name, .limit = schedule::RunStore::kRunsMax}));
    std::vector<std::string> missing;
    for (const Run& run : runs) {
        const auto read = std::find_if(
            run.streams.begin(), run.streams.end(), [&](const auto& one) { return one.name == stream.name; });
        if (!reads_the_api(run) || read == run.streams.end() || read->records == 0) {
            continue;
        }
        LEVADA_TRY(const bool is_there, has_responses(services, run, stream.name));
        if (!is_there) {
            missing.push_back(run.id);
        }
        if (stream.destination_sync_mode == "overwrite" && read->status == RunStatus::succeeded) {
            break;
        }
    }
    std::reverse(missing.begin(), missing.end());
    return missing;
}

}  // namespace levada::app
