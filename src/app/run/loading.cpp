#include "run/loading.h"

#include "run/connector.h"

#include "levada/delivery/messages.h"
#include "levada/lake/stream_schema.h"
#include "levada/load/loader.h"

namespace levada::app {
namespace {

/// Drops what the loader has committed and the project does not want to keep. What is not loaded stays, however much.
Status drop_loaded(const Loading& loading, const std::string& stream) {
    Services& services = loading.services;
    const std::string& pipeline = loading.pipeline.name;
    const std::string topic = topic_of(pipeline, stream);
    // The newest checkpoint may be among what is dropped: its state is noted first.
    if (const auto state = services.states->newest(pipeline, stream); !state) {
        // A replay after the queue was lost: the state is looked after when the table is whole.
        return loading.is_replay && state.error().code() == ErrorCode::corruption ? ok() : Status(state.error());
    }
    LEVADA_TRY(const std::optional<std::int64_t> loaded, services.queue->committed_offset(topic, kLoaderConsumer));
    if (!loaded) {
        return ok();
    }
    LEVADA_CHECK(services.queue->apply_retention(
        topic, {.size_bytes_max = loading.project.settings.queue_retention_bytes}, *loaded));
    return ok();
}

}  // namespace

std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream) {
    return project.state_folder / "lake" / pipeline.name / lake::sanitized_name(stream);
}

LoadTarget target_of(const Project& project, const Pipeline& pipeline, const std::string& stream) {
    LoadTarget target;
    target.pipeline = pipeline.name;
    target.stream = stream;
    target.folder = table_folder(project, pipeline, stream);
    return target;
}

StreamLoading::StreamLoading(const Loading& loading, const PlannedStream& stream, CommitNote on_commit)
    : loading_(loading), stream_(stream), on_commit_(std::move(on_commit)) {}

Result<Loader*> StreamLoading::loader() {
    if (loader_ != nullptr) {
        return loader_.get();
    }
    Services& services = loading_.services;
    const Pipeline& pipeline = loading_.pipeline;
    LoadTarget target = target_of(loading_.project, pipeline, stream_.name);
    const bool is_dedup = stream_.destination_sync_mode == "append_dedup";
    target.mode = is_dedup ? LoadMode::append_dedup : LoadMode::append;
    if (is_dedup) {
        target.primary_key = stream_.primary_key;
    }
    target.is_resumed = stream_.is_incremental && !loading_.is_replay;
    if (stream_.cursor_field.size() == 1) {
        target.cursor_field = stream_.cursor_field.front();
    }
    LEVADA_TRY(target.connector, connector_version(pipeline));
    LoadOptions options;
    options.group_size_bytes_max = loading_.project.settings.backlog.commit_size_bytes;
    options.is_stopping = loading_.is_stopping;
    options.on_commit = on_commit_;
    options.guard = loading_.guard;
    options.shows_incomplete = !loading_.is_replay;
    if (const auto lost = loading_.made_anew_from.find(stream_.name); lost != loading_.made_anew_from.end()) {
        options.made_anew_from = lost->second;
    }
    options.dead_letters = pipeline.dead_letters;
    options.wait = [&services](std::chrono::nanoseconds wait) { services.clock->sleep_for(wait); };
    loader_ = std::make_unique<Loader>(*services.run_queue, *services.engine, *services.clock, target, options);
    return loader_.get();
}

Result<LoadedStream> StreamLoading::drain(DrainMode mode) {
    LEVADA_TRY(Loader* const loader, this->loader());
    LEVADA_TRY(const LoadReport report, loader->drain(mode).with("stream", stream_.name));
    for (const std::string& field : report.undeclared_fields) {
        if (undeclared_.insert(field).second) {
            loading_.log.write(LogLevel::info,
                               "records have a field that the stream's schema has not",
                               {{"levada.stream", stream_.name}, {"levada.field", field}});
        }
    }
    if (report.unsettled_count > 0) {
        loading_.log.write(
            LogLevel::warning,
            "records that no state covers are left out: whoever reads that part of the stream again brings them",
            {{"levada.stream", stream_.name}, {"levada.records", std::to_string(report.unsettled_count)}});
    }
    sum_.records += static_cast<std::uint64_t>(report.record_count);
    sum_.dead_letters += static_cast<std::uint64_t>(report.rejected_count);
    if (report.has_ended) {
        sum_.refusal = report.refusal;
    }
    if (report.commit_count > 0 || report.has_ended) {
        LEVADA_CHECK(drop_loaded(loading_, stream_.name));
    }
    return sum_;
}

Result<LoadedStream> load_stream(const Loading& loading, const PlannedStream& stream) {
    return StreamLoading(loading, stream).drain(DrainMode::everything);
}

}  // namespace levada::app
